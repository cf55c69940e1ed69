"""PyTorch's speed on the network that benches/lite.rs times: EfficientNet-Lite2, images per second.

    python torch_lite.py --weights efficientnet-lite2.safetensors --side 160 --images 64 --threads 2 [--batch 16]

Inference mode, float32, channels-last, each BatchNorm folded into its convolution beforehand; the fastest of `--batch` images at a
time, four at a time and one at a time is printed.
"""
import argparse
import time

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

# blocks, outputs, expansion, kernel, stride of the first
STAGES = ((1, 16, 1, 3, 1), (3, 24, 6, 3, 2), (3, 48, 6, 5, 2), (4, 88, 6, 3, 2), (4, 120, 6, 5, 1), (5, 208, 6, 5, 2), (1, 352, 6, 3, 1))


class Conv(nn.Module):
    """A convolution with the BatchNorm after it folded in and TensorFlow's padding."""

    def __init__(self, tensors, prefix, stride=1, activates=True):
        super().__init__()
        weight, of = tensors[f"{prefix}.0.weight"].float(), lambda name: tensors[f"{prefix}.1.{name}"].float()
        gain = of("weight") / (of("running_var") + 1e-5).sqrt()
        outputs, inputs, k, _ = weight.shape
        groups = outputs if inputs == 1 else 1
        self.before, self.after = (k - 2) // 2, k - 2 - (k - 2) // 2
        self.conv = nn.Conv2d(inputs * groups, outputs, k, stride, k // 2 if stride == 1 else 0, groups=groups)
        self.conv.weight.data = weight * gain.view(-1, 1, 1, 1)
        self.conv.bias.data = of("bias") - of("running_mean") * gain
        self.stride, self.activates = stride, activates

    def forward(self, x):
        if self.stride == 2 and self.before + self.after > 0:
            x = F.pad(x, (self.before, self.after, self.before, self.after))
        x = self.conv(x)
        return F.relu6(x, inplace=True) if self.activates else x


class Block(nn.Module):
    def __init__(self, tensors, prefix, expansion, stride, adds):
        super().__init__()
        first = [Conv(tensors, f"{prefix}.0")] if expansion != 1 else []
        at = len(first)
        depthwise, project = Conv(tensors, f"{prefix}.{at}", stride), Conv(tensors, f"{prefix}.{at + 1}", activates=False)
        self.layers, self.adds = nn.Sequential(*first, depthwise, project), adds

    def forward(self, x):
        y = self.layers(x)
        return x + y if self.adds else y


class Lite(nn.Module):
    """(n, 3, side, side), levels from 0 to 255 -> (n, 352)"""

    def __init__(self, path):
        super().__init__()
        tensors, c = load_file(path), 32
        layers = [Conv(tensors, "features.0", 2)]
        for at, (n, outputs, expansion, _, stride) in enumerate(STAGES):
            for block in range(n):
                s = stride if block == 0 else 1
                layers.append(Block(tensors, f"features.{at + 1}.{block}.block", expansion, s, s == 1 and c == outputs))
                c = outputs
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers((x - 127) / 128).mean((2, 3))


def arguments():
    ap = argparse.ArgumentParser()
    ap.add_argument("--weights", required=True)
    for name, default in (("side", 160), ("images", 64), ("threads", 2), ("batch", 16)):
        ap.add_argument(f"--{name}", type=int, default=default)
    return ap.parse_args()


def pictures(n, side):
    """The pictures of benches/lite.rs: (n, 3, side, side), f32."""
    i, y, x = np.ogrid[:n, :side, :side]
    channels = (3 * x + y + i) % 256, (x + 5 * y + 7 * i) % 256, (x * y + 13 * i) % 256
    return torch.from_numpy(np.stack(np.broadcast_arrays(*channels), 1).astype(np.float32))


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    net = Lite(args.weights).eval().to(memory_format=torch.channels_last)
    images = pictures(args.images, args.side).contiguous(memory_format=torch.channels_last)
    best = 0.0
    with torch.inference_mode():
        for batch in (1, 4, args.batch):
            net(images[:batch])
            start = time.perf_counter()
            for part in images.split(batch):
                net(part)
            best = max(best, args.images / (time.perf_counter() - start))
    print(f"{best:.2f} images/s")


if __name__ == "__main__":
    main()
