"""OpenVINO's speed on the network that benches/lite.rs times: EfficientNet-Lite2 in float32, images per second.

    python openvino_lite.py --weights efficientnet-lite2.safetensors --side 160 --images 64 --threads 2 [--batch 16]

The network of torch_lite.py, converted. The fastest of one stream on all threads with 1, 4 and `--batch` images at a time, and one
stream a thread with one image at a time, is printed.
"""
import time

import openvino as ov
import torch
from torch_lite import Lite, arguments, pictures

args = arguments()
torch.set_num_threads(args.threads)
net = Lite(args.weights).eval()
images = pictures(args.images, args.side).numpy()
core = ov.Core()
best = 0.0
for batch, streams in ((1, 1), (4, 1), (args.batch, 1), (1, args.threads)):
    n = args.images // batch * batch
    with torch.inference_mode():
        model = ov.convert_model(net, example_input=torch.zeros(batch, 3, args.side, args.side), input=[batch, 3, args.side, args.side])
    settings = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": args.threads, "NUM_STREAMS": streams}
    compiled = core.compile_model(model, "CPU", settings)
    queue = ov.AsyncInferQueue(compiled, streams)
    queue.start_async({0: images[:batch]})
    queue.wait_all()
    start = time.perf_counter()
    for at in range(0, n, batch):
        queue.start_async({0: images[at : at + batch]}, share_inputs=True)
    queue.wait_all()
    best = max(best, n / (time.perf_counter() - start))
print(f"{best:.2f} images/s")
