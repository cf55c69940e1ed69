# 数字、百分比、时间与列表

number-thousands = ,
number-decimal = .
share-sign = %
share-over = 超过 { $share }
share-under = 不到 { $share }
time-seconds = { $n } 秒
time-minutes = { $n } 分钟
time-hours = { $n } 小时
time-hours-minutes = { $hours } 小时 { $minutes } 分钟
time-days = { $n } 天
time-unknown = 未知时间
time-about = 约 { $time }
ago-now = 刚刚
ago-minutes = { $n } 分钟前
ago-hours = { $n } 小时前
ago-yesterday = 昨天
ago-days = { $n } 天前
list-separator = 、
list-last = { $before }和{ $last }
count-images = { $n } 张图片
count-groups = { $n } 个分组
count-files = { $n } 个文件
# Between two sentences.
sentence-separator = { "" }
