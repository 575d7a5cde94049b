import CReference
import WebSocketWire

/// Masking in place.
enum Masking {
  static func contest(_ size: String, bytes count: Int) -> Contest {
    let target = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 64)
    let source = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 64)
    target.initializeMemory(as: UInt8.self, repeating: 0x5A)
    source.initializeMemory(as: UInt8.self, repeating: 0xA5)
    let key = MaskingKey(bigEndian: 0x37FA_213D)
    return Contest(
      title: "mask \(size)", unit: .gigabytes(count),
      contenders: [
        Contender("wscope") { key.apply(to: target, phase: 0) },
        Contender("vectors in C") { reference_mask(target.baseAddress, count, 0x3D21_FA37) },
        Contender("memcpy") { target.copyMemory(from: UnsafeRawBufferPointer(source)) },
      ])
  }
}
