//! Draws all pictures of the grid with one instanced call from a texture array, inside egui's render pass.
//!
//! Which slot holds what is [`super::atlas`]'s business; layout and marks are drawn by egui around this.

use super::atlas::{LAYER_SIDE, MAX_LAYERS, Placed};
use crate::session::protocol::Pixels;
use egui::{PaintCallback, Rect};
use egui_wgpu::{Callback, CallbackResources, CallbackTrait, RenderState, ScreenDescriptor};
use parking_lot::Mutex;
use std::sync::Arc;

/// WGSL of the pictures.
pub const SHADER: &str = include_str!("../../../../shaders/thumbnails.wgsl");

/// One picture, as shaders/thumbnails.wgsl reads it.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
pub struct Instance {
    clip: [f32; 4],
    uv: [f32; 4],
    size: [f32; 2],
    look: [f32; 2],
    layer: u32,
}

impl Instance {
    /// A picture at `rect` of the callback's rectangle `area` (both in points).
    pub fn new(placed: &Placed, rect: Rect, area: Rect, opacity: f32, radius: f32, pixels_per_point: f32) -> Self {
        let x = |points: f32| (points - area.left()) / area.width() * 2.0 - 1.0;
        let y = |points: f32| 1.0 - (points - area.top()) / area.height() * 2.0;
        Self {
            clip: [x(rect.left()), y(rect.top()), x(rect.right()), y(rect.bottom())],
            uv: placed.uv(),
            size: [rect.width() * pixels_per_point, rect.height() * pixels_per_point],
            look: [opacity, radius * pixels_per_point],
            layer: placed.slot.layer,
        }
    }
}

/// The texture array and what draws from it; shared with the callbacks of frames that are still to be painted.
pub struct Gpu {
    device: wgpu::Device,
    queue: wgpu::Queue,
    texture: wgpu::Texture,
    pipeline: wgpu::RenderPipeline,
    bind_group: wgpu::BindGroup,
    instances: Mutex<wgpu::Buffer>,
    n_layers: u32,
}

impl Gpu {
    /// The texture array (at most 128 MB) and the pipeline, for the format that `render_state` paints in.
    pub fn new(render_state: &RenderState) -> Self {
        let (device, queue) = (render_state.device.clone(), render_state.queue.clone());
        let n_layers = MAX_LAYERS.min(device.limits().max_texture_array_layers);
        let texture = device.create_texture(&wgpu::TextureDescriptor {
            label: Some("thumbnails"),
            size: wgpu::Extent3d { width: LAYER_SIDE, height: LAYER_SIDE, depth_or_array_layers: n_layers },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            // egui paints in gamma space: an sRGB format would brighten everything.
            format: wgpu::TextureFormat::Rgba8Unorm,
            usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
            view_formats: &[],
        });
        let pipeline = pipeline(&device, render_state.target_format);
        let view = texture.create_view(&wgpu::TextureViewDescriptor {
            dimension: Some(wgpu::TextureViewDimension::D2Array),
            ..Default::default()
        });
        let sampler = device.create_sampler(&wgpu::SamplerDescriptor {
            label: Some("thumbnails"),
            mag_filter: wgpu::FilterMode::Linear,
            min_filter: wgpu::FilterMode::Linear,
            ..Default::default()
        });
        let bind_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("thumbnails"),
            layout: &pipeline.get_bind_group_layout(0),
            entries: &[
                wgpu::BindGroupEntry { binding: 0, resource: wgpu::BindingResource::TextureView(&view) },
                wgpu::BindGroupEntry { binding: 1, resource: wgpu::BindingResource::Sampler(&sampler) },
            ],
        });
        let instances = Mutex::new(instance_buffer(&device, 512));
        Self { device, queue, texture, pipeline, bind_group, instances, n_layers }
    }

    /// Layers of the texture array.
    pub fn n_layers(&self) -> u32 {
        self.n_layers
    }

    /// Copies a picture into its slot; it is there for every frame painted after this.
    pub fn upload(&self, placed: &Placed, pixels: &Pixels) {
        let [width, height] = placed.size;
        debug_assert_eq!([width, height], [pixels.width, pixels.height], "a slot is asked for with the picture's size");
        self.queue.write_texture(
            wgpu::TexelCopyTextureInfo {
                texture: &self.texture,
                mip_level: 0,
                origin: wgpu::Origin3d { x: placed.slot.x, y: placed.slot.y, z: placed.slot.layer },
                aspect: wgpu::TextureAspect::All,
            },
            &pixels.rgba,
            wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(width * 4), rows_per_image: None },
            wgpu::Extent3d { width, height, depth_or_array_layers: 1 },
        );
    }
}

/// Paints `instances` over `area`; one call a frame, since they share one buffer.
pub fn callback(gpu: &Arc<Gpu>, area: Rect, instances: Vec<Instance>) -> PaintCallback {
    Callback::new_paint_callback(area, Pictures { gpu: Arc::clone(gpu), instances })
}

fn instance_buffer(device: &wgpu::Device, n: usize) -> wgpu::Buffer {
    device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("thumbnail instances"),
        size: (n.next_power_of_two() * size_of::<Instance>()) as u64,
        usage: wgpu::BufferUsages::VERTEX | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    })
}

fn pipeline(device: &wgpu::Device, format: wgpu::TextureFormat) -> wgpu::RenderPipeline {
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some("thumbnails"),
        source: wgpu::ShaderSource::Wgsl(SHADER.into()),
    });
    let attributes =
        wgpu::vertex_attr_array![0 => Float32x4, 1 => Float32x4, 2 => Float32x2, 3 => Float32x2, 4 => Uint32];
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some("thumbnails"),
        layout: None,
        vertex: wgpu::VertexState {
            module: &module,
            entry_point: Some("vs_main"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            buffers: &[Some(wgpu::VertexBufferLayout {
                array_stride: size_of::<Instance>() as u64,
                step_mode: wgpu::VertexStepMode::Instance,
                attributes: &attributes,
            })],
        },
        primitive: wgpu::PrimitiveState {
            topology: wgpu::PrimitiveTopology::TriangleStrip,
            ..wgpu::PrimitiveState::default()
        },
        // Depth and multisampling are off, as in egui's own pass with eframe's default options.
        depth_stencil: None,
        multisample: wgpu::MultisampleState::default(),
        fragment: Some(wgpu::FragmentState {
            module: &module,
            entry_point: Some(if format.is_srgb() { "fs_main_srgb" } else { "fs_main" }),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            targets: &[Some(wgpu::ColorTargetState {
                format,
                blend: Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                write_mask: wgpu::ColorWrites::ALL,
            })],
        }),
        multiview_mask: None,
        cache: None,
    })
}

struct Pictures {
    gpu: Arc<Gpu>,
    instances: Vec<Instance>,
}

impl CallbackTrait for Pictures {
    fn prepare(
        &self,
        _device: &wgpu::Device,
        queue: &wgpu::Queue,
        _screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        _resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let mut buffer = self.gpu.instances.lock();
        let bytes: &[u8] = bytemuck::cast_slice(&self.instances);
        if bytes.len() as u64 > buffer.size() {
            *buffer = instance_buffer(&self.gpu.device, self.instances.len());
        }
        queue.write_buffer(&buffer, 0, bytes);
        Vec::new()
    }

    fn paint(
        &self,
        _info: egui::PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        _resources: &CallbackResources,
    ) {
        pass.set_pipeline(&self.gpu.pipeline);
        pass.set_bind_group(0, &self.gpu.bind_group, &[]);
        pass.set_vertex_buffer(0, self.gpu.instances.lock().slice(..));
        pass.draw(0..4, 0..self.instances.len() as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::kit::pictures::atlas::Slot;
    use egui::{pos2, vec2};

    #[test]
    fn the_shader_is_valid() {
        let module = naga::front::wgsl::parse_str(SHADER).expect("parses");
        let mut validator =
            naga::valid::Validator::new(naga::valid::ValidationFlags::all(), naga::valid::Capabilities::empty());
        validator.validate(&module).expect("valid");
        let entries: Vec<&str> = module.entry_points.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(entries, ["vs_main", "fs_main", "fs_main_srgb"]);
    }

    #[test]
    fn points_become_clip_space() {
        let placed = Placed { slot: Slot { layer: 3, x: 0, y: 0 }, size: [64, 64] };
        let area = Rect::from_min_size(pos2(100.0, 50.0), vec2(400.0, 200.0));
        let rect = Rect::from_min_size(pos2(200.0, 50.0), vec2(100.0, 100.0));
        let instance = Instance::new(&placed, rect, area, 0.5, 4.0, 2.0);
        assert_eq!(instance.clip, [-0.5, 1.0, 0.0, 0.0]);
        assert_eq!((instance.size, instance.look, instance.layer), ([200.0, 200.0], [0.5, 8.0], 3));
    }
}
