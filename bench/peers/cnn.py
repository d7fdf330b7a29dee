"""A plain convolutional network: one training step on images, eager. The roof for steerable networks of the same width.

What ours has to mirror
  inputs     images [64, 3, 32, 32] standard normal, labels [64] in 0 ... 9; f32 and int64; fixed, from seed 0
  3 blocks   convolution 3x3, padding 1, stride 1, no bias, 3 -> 64, 64 -> 64, 64 -> 64 channels, always at 32 x 32
             batch norm in training mode: batch statistics over [0, 2, 3], scale and shift, eps 1e-5,
             running mean and (unbiased) variance updated with momentum 0.1
             ReLU
  head       mean over the 32 x 32 pixels, Linear(64, 10)
  loss       cross entropy of the logits, mean over the batch
  optimizer  Adam, lr 1e-3, betas 0.9 0.999, eps 1e-8, no weight decay (PyTorch's fused kernel, the fastest it has)
Timed: zero_grad, forward, loss, backward, Adam, the loss read back as a number. Not timed: making the inputs.
Memory is laid out [image, channel, row, column], PyTorch's default; cnn-channels-last is the same in its other layout.
"""
import torch
from torch import nn


def make(batch=64, size=32, width=64, classes=10, layout=torch.contiguous_format):
    torch.manual_seed(0)
    images, labels = torch.randn(batch, 3, size, size), torch.randint(0, classes, (batch,))
    blocks = [
        layer
        for channels in (3, width, width)
        for layer in (nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU())
    ]
    model = nn.Sequential(*blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(width, classes)).to(memory_format=layout)
    images = images.contiguous(memory_format=layout)
    adam = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)

    def step():
        adam.zero_grad()
        value = nn.functional.cross_entropy(model(images), labels)
        value.backward()
        adam.step()
        return value.item()

    return step, {"parameters": sum(p.numel() for p in model.parameters()), "images": batch}
