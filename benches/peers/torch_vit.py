"""PyTorch's speed on the transformer that benches/vit.rs times: DINOv2's layers with random weights, images per second.

    python torch_vit.py --dim 384 --depth 12 --patch 14 --size 224 --images 32 --threads 2 [--batch 16]

Inference mode, float32, scaled_dot_product_attention; the faster of `--batch` images at a time and one at a time is printed.
"""
import argparse
import time

import torch
from torch import nn
from torch.nn import functional as F

ap = argparse.ArgumentParser()
for name, default in (
    ("dim", 384), ("depth", 12), ("patch", 14), ("size", 224), ("images", 32), ("threads", 2), ("batch", 16)
):
    ap.add_argument(f"--{name}", type=int, default=default)
args = ap.parse_args()
torch.set_num_threads(args.threads)


class Layer(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.heads = dim // 64
        self.norm1, self.norm2 = nn.LayerNorm(dim, eps=1e-6), nn.LayerNorm(dim, eps=1e-6)
        self.qkv, self.out = nn.Linear(dim, 3 * dim), nn.Linear(dim, dim)
        self.fc1, self.fc2 = nn.Linear(dim, 4 * dim), nn.Linear(4 * dim, dim)
        self.scale1, self.scale2 = nn.Parameter(torch.ones(dim)), nn.Parameter(torch.ones(dim))

    def forward(self, x):
        b, n, d = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, n, d)
        x = x + self.scale1 * self.out(y)
        return x + self.scale2 * self.fc2(F.gelu(self.fc1(self.norm2(x))))


class Vit(nn.Module):
    def __init__(self):
        super().__init__()
        n = (args.size // args.patch) ** 2
        self.patches = nn.Conv2d(3, args.dim, args.patch, args.patch)
        self.token = nn.Parameter(torch.zeros(1, 1, args.dim))
        self.positions = nn.Parameter(torch.randn(1, n + 1, args.dim) * 0.02)
        self.layers = nn.ModuleList(Layer(args.dim) for _ in range(args.depth))
        self.norm = nn.LayerNorm(args.dim, eps=1e-6)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], 1) + self.positions
        for layer in self.layers:
            x = layer(x)
        return self.norm(x[:, 0])


net = Vit().eval()
images = torch.randn(args.images, 3, args.size, args.size)
best = 0.0
with torch.inference_mode():
    for batch in (1, args.batch):
        net(images[:batch])
        start = time.perf_counter()
        for part in images.split(batch):
            net(part)
        best = max(best, args.images / (time.perf_counter() - start))
print(f"{best:.2f} images/s")
