import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 5.3, 10.3: masking")
struct MaskingKeyTests {
  @Test("5.7: Hello under 37 fa 21 3d")
  func example() {
    let key = MaskingKey(bigEndian: 0x37FA_213D)
    #expect(key.applied(to: Array("Hello".utf8)) == hex("7f 9f 4d 51 58"))
    #expect(key.applied(to: hex("7f 9f 4d 51 58")) == Array("Hello".utf8))
    #expect(key.bytes == hex("37 fa 21 3d"))
  }

  @Test("every length to 100 at every phase is as a plain loop makes it", arguments: 0...100)
  func lengths(_ count: Int) throws {
    try withSeed { generator in
      let bytes = generator.bytes(count)
      let key = MaskingKey(using: &generator)
      let keyBytes = key.bytes
      for phase in [0, 1, 2, 3, 4, 7, 1 << 40, .max] as [UInt64] {
        let expected = bytes.enumerated().map { $1 ^ keyBytes[Int((phase &+ UInt64($0)) % 4)] }
        try #require(key.applied(to: bytes, phase: phase) == expected, "phase \(phase)")
        var copied = [UInt8](repeating: 0, count: count + 1)
        copied.withUnsafeMutableBytes { target in
          guard let start = target.baseAddress else { return }
          bytes.withUnsafeBytes { key.copy($0, to: start, phase: phase) }
        }
        try #require(copied == expected + [0], "phase \(phase), copied")
      }
    }
  }

  @Test("only the bytes that were given are touched", arguments: 0..<9)
  func inside(_ start: Int) {
    var bytes = [UInt8](repeating: 0, count: 40)
    bytes.withUnsafeMutableBytes {
      MaskingKey(bigEndian: .max).apply(to: .init(rebasing: $0[start..<start + 20]), phase: 0)
    }
    #expect(bytes.indices.filter { bytes[$0] != 0 } == Array(start..<start + 20))
  }

  @Test("10.3: of 10,000 keys at most two repeat, and all 32 bits vary")
  func fresh() {
    var generator = SystemRandomNumberGenerator()
    let keys = (0..<10_000).map { _ in MaskingKey(using: &generator).bigEndian }
    #expect(Set(keys).count >= 9_998)
    #expect(keys.reduce(0, |) == .max)
    #expect(keys.reduce(.max, &) == 0)
  }

  @Test("5.3: a client takes a fresh key for every frame; a server takes none")
  func everyFrame() throws {
    for role in WebSocketRole.allCases {
      let connection = try Openings.open(role)
      let recorder = Recorder(of: role)
      for _ in 0..<100 { try connection.send(.binary, RawSpan(), into: recorder) }
      let keys = recorder.sent.compactMap(\.header.maskingKey)
      #expect(Set(keys).count == (role == .client ? 100 : 0))
    }
  }
}
