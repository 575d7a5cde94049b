import Testing
import WebSocketTransport
import WebSocketWire

@Suite("Masking keys come from the system's generator (RFC 6455 5.3, 10.3)")
struct PooledGeneratorTests {
  @Test("of 10,000 keys at most two repeat, and all 32 bits vary")
  func keys() {
    var generator = PooledGenerator()
    let keys = (0..<10_000).map { _ in MaskingKey(using: &generator).bigEndian }
    #expect(Set(keys).count >= 9_998)
    #expect(keys.reduce(0, |) == .max)
    #expect(keys.reduce(.max, &) == 0)
  }

  @Test("two generators share nothing")
  func independent() {
    var first = PooledGenerator()
    var second = PooledGenerator()
    let numbers = (0..<1000).flatMap { _ in [first.next(), second.next()] }
    #expect(Set(numbers).count == 2000)
  }
}
