# 出了什么问题，以及怎么办。

## 表格中的图片名称

name-nowhere = 没有图片 { $name }
name-without-folder = { $name } 只有文件名而没有文件夹，例如 { $path }；请写出相对于照片文件夹的路径
name-several = { $name } 同时符合 { $first } 和 { $second }；请按显示的写法准确写出所指的那一个
lines-one = 第 { $line } 行：{ $why }
lines-two = { $first }；{ $next }
lines-more = 还有 { $n } 行

## 来自别处的标注

labels-two-names = 这一行把 { $file } 称为“{ $label }”，而第 { $first } 行把它称为“{ $other }”
labels-none-held = 其中没有标注
labels-no-folder-in-names = 表格中的文件名没有文件夹（第 { $line } 行：{ $file }）；请写出相对于照片文件夹的路径
labels-of-other-images = 没有一行是此项目的图片；路径相对于照片文件夹 { $folder }（{ $lines }）
labels-unknown = 文件中有 { $n } 个标注在这里没有对应的图片：{ $lines }。
labels-not-asked = 未要求
labels-folder-unsorted = 存放尚未整理内容的文件夹
labels-folder-camera = 相机的文件夹
labels-folder-date = 日期
labels-takes = { $classes } 个类别共 { $n } 张图片。
labels-takes-all-new = { $classes } 个类别共 { $n } 张图片，类别都是新的。
labels-takes-new = { $classes } 个类别共 { $n } 张图片，其中 { $new } 个类别是新的。
labels-takes-unchanged = { $n } 张图片此前已在那里确认。
labels-takes-changed = { $n } 张你另有决定的图片会被更改。
