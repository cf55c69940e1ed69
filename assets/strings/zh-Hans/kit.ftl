# 共用

kit-toast-dismiss = 关闭：{ $text }
kit-toast-dismiss-tip = 关闭此消息（Esc）。{ $key } 关闭全部。
kit-toast-undo = 撤销
    .name = 撤销此操作
