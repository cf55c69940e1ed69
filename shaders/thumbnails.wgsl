// Pictures of the grid: one instance a picture, sampled from one texture array of slots.
//
// Colours stay in the gamma space that egui paints in; the result is premultiplied by its opacity.

struct Instance {
  @location(0) clip: vec4f,      // left, top, right, bottom in clip space
  @location(1) uv: vec4f,        // left, top, right, bottom within a layer, half a texel inside the picture
  @location(2) size: vec2f,      // in physical pixels
  @location(3) look: vec2f,      // opacity 0 to 1, corner radius in physical pixels
  @location(4) layer: u32,
};

struct Varying {
  @builtin(position) position: vec4f,
  @location(0) uv: vec2f,
  @location(1) from_center: vec2f,                   // in physical pixels
  @location(2) @interpolate(flat) half_size: vec2f,  // in physical pixels
  @location(3) @interpolate(flat) look: vec2f,
  @location(4) @interpolate(flat) layer: u32,
};

@group(0) @binding(0) var slots: texture_2d_array<f32>;
@group(0) @binding(1) var smooth_sampler: sampler;

@vertex
fn vs_main(@builtin(vertex_index) vertex: u32, in: Instance) -> Varying {
  let corner = vec2f(f32(vertex & 1u), f32(vertex >> 1u));
  var out: Varying;
  out.position = vec4f(mix(in.clip.xy, in.clip.zw, corner), 0.0, 1.0);
  out.uv = mix(in.uv.xy, in.uv.zw, corner);
  out.from_center = (corner - 0.5) * in.size;
  out.half_size = in.size * 0.5;
  out.look = in.look;
  out.layer = in.layer;
  return out;
}

// Color (not premultiplied) and opacity.
fn shade(in: Varying) -> vec4f {
  let color = textureSample(slots, smooth_sampler, in.uv, in.layer);
  // Distance to the rounded outline, negative inside: its last pixel fades.
  let radius = min(in.look.y, min(in.half_size.x, in.half_size.y));
  let beyond = abs(in.from_center) - in.half_size + radius;
  let distance = length(max(beyond, vec2f(0.0))) + min(max(beyond.x, beyond.y), 0.0) - radius;
  let coverage = clamp(0.5 - distance, 0.0, 1.0);
  return vec4f(color.rgb, in.look.x * coverage);
}

// For targets that store what they are given.
@fragment
fn fs_main(in: Varying) -> @location(0) vec4f {
  let color = shade(in);
  return vec4f(color.rgb * color.a, color.a);
}

// For sRGB targets, which turn linear light into gamma space.
@fragment
fn fs_main_srgb(in: Varying) -> @location(0) vec4f {
  let color = shade(in);
  let is_dark = color.rgb < vec3f(0.04045);
  let linear = select(pow((color.rgb + 0.055) / 1.055, vec3f(2.4)), color.rgb / 12.92, is_dark);
  return vec4f(linear * color.a, color.a);
}
