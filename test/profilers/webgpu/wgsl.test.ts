import test from 'ava'
import { constantsOf, overridesOf, workgroupSizeOf } from '#src/profilers/webgpu/wgsl.js'

const source = `
  // override gone: u32;
  /* override gone_too: u32; */
  override block_x: u32 = 16u;
  @id(7) override block_y : u32;
  override wide: bool = false; override scale = 2.5;
  override twice: u32 = 2 * block_x;
  fn helper(x: f32) -> f32 { return (x); }
  @compute @workgroup_size(4, 2) fn other() {}
  @workgroup_size(block_x, block_y) @compute
  fn main(@builtin(global_invocation_id) id: vec3u) {}
  @compute @workgroup_size(twice, 2 * 3, 1u,) fn third() {}
  @compute @workgroup_size(max(1, 8), 4) fn fourth() {}
`

test('overrides are found with their ids and types, commented ones are not', t => {
  t.deepEqual(
    [...overridesOf(source)].map(([name, { key, type }]) => [name, key, type]),
    [
      ['block_x', 'block_x', 'u32'],
      ['block_y', '7', 'u32'],
      ['wide', 'wide', 'bool'],
      ['scale', 'scale', undefined],
      ['twice', 'twice', 'u32'],
    ],
  )
})

test('values become constants by the key of their override; others are left to the template', t => {
  const values = { block_x: 8, block_y: 4, wide: true, scale: 0.5, layout: 'row' }
  t.deepEqual(constantsOf(overridesOf(source), values), { block_x: 8, 7: 4, wide: 1, scale: 0.5 })
})

test('the workgroup size of an entry point is known where numbers and overrides say it', t => {
  const constants = { block_x: 8, 7: 4 }
  t.deepEqual(workgroupSizeOf(source, 'main', constants), [8, 4, 1])
  t.deepEqual(workgroupSizeOf(source, 'main', { 7: 4 }), [16, 4, 1])
  t.deepEqual(workgroupSizeOf(source, 'main', {}), [16, undefined, 1])
  t.deepEqual(workgroupSizeOf(source, 'other', constants), [4, 2, 1])
  t.deepEqual(workgroupSizeOf(source, 'third', { ...constants, twice: 5 }), [5, undefined, 1])
  for (const entry of ['fourth', 'helper', 'absent']) {
    t.deepEqual(workgroupSizeOf(source, entry, constants), [undefined, undefined, undefined])
  }
})
