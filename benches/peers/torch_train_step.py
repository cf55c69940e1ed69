"""PyTorch's speed on the step that benches/train_step.rs times: a ResNet of any width, channels-last, images per second.

    python torch_train_step.py --width 64 --size 32 --batch 128 --threads 2 [--steps 6] [--arch 18|50]
        [--stem cifar|imagenet|stride2] [--eval] [--bf16]

A step is forward, backward and SGD with momentum on mean(features^2); with --eval it is the forward pass in evaluation mode
without gradients. The second line is the peak resident memory of the process.
"""
import argparse
import resource
import statistics
import time

import torch
from torch import nn
from torchvision.models import resnet

ap = argparse.ArgumentParser()
for name, default in (("width", 64), ("size", 32), ("batch", 128), ("threads", 2), ("steps", 6), ("arch", 18)):
    ap.add_argument(f"--{name}", type=int, default=default)
ap.add_argument("--stem", default="cifar", choices=["cifar", "imagenet", "stride2"])
ap.add_argument("--eval", action="store_true")
ap.add_argument("--bf16", action="store_true")
args = ap.parse_args()
torch.set_num_threads(args.threads)


class Net(resnet.ResNet):
    """torchvision's ResNet with another width and stem, and no last layer."""

    def __init__(self, block, depths, width, stem):
        nn.Module.__init__(self)
        self._norm_layer, self.inplanes, self.dilation = nn.BatchNorm2d, width, 1
        self.groups, self.base_width = 1, 64
        kernel, stride = {"cifar": (3, 1), "imagenet": (7, 2), "stride2": (3, 2)}[stem]
        self.conv1 = nn.Conv2d(3, width, kernel, stride, kernel // 2, bias=False)
        self.bn1, self.relu = nn.BatchNorm2d(width), nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, 2, 1) if stem == "imagenet" else nn.Identity()
        for stage, depth in enumerate(depths):
            layer = self._make_layer(block, width << stage, depth, stride=1 if stage == 0 else 2)
            setattr(self, f"layer{stage + 1}", layer)
        self.avgpool, self.fc = nn.AdaptiveAvgPool2d(1), nn.Identity()


is_50 = args.arch == 50
net = Net(resnet.Bottleneck if is_50 else resnet.BasicBlock, [3, 4, 6, 3] if is_50 else [2, 2, 2, 2], args.width, args.stem)
net = net.to(memory_format=torch.channels_last).train(not args.eval)
x = torch.randn(args.batch, 3, args.size, args.size).to(memory_format=torch.channels_last)
optimizer = torch.optim.SGD(net.parameters(), 0.01, momentum=0.9)
seconds = []
for step in range(args.steps + 2):
    start = time.perf_counter()
    with torch.set_grad_enabled(not args.eval), torch.autocast("cpu", torch.bfloat16, enabled=args.bf16):
        features = net(x)
    if not args.eval:
        loss = features.float().square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    if step >= 2:
        seconds.append(time.perf_counter() - start)
print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
print(f"torch {torch.__version__} ResNet-{args.arch} width {args.width} {args.size}px batch {args.batch}: "
      f"{args.batch / statistics.median(seconds):.1f} images/s")
