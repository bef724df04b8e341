import { inout, webgpu } from '#src/profilers/webgpu/index.js'

// What endless.test.ts runs in other processes: a shader that ends unless its configuration says otherwise.

export const profiler = webgpu({
  source: `
    override endless: bool;
    @group(0) @binding(0) var<storage, read_write> count: array<u32, 2>;
    @compute @workgroup_size(1) fn main() {
      loop { count[0]++; if (count[1] == 0u || !endless) { break; } }
    }`,
  entry: 'main',
  inputs: (_config: { readonly endless: boolean }) => [inout(Uint32Array.of(0, 1))],
  workgroup: [1],
  grid: [1],
  limits: { timeMs: 1, warmupMs: 0, minSamples: 1 },
})
