import Foundation
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

  @Test("a forked child draws other keys than its parent")
  func forked() throws {
    let bundle = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    let output = Pipe()
    let fixture = Process()
    fixture.executableURL = bundle.resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("ForkFixture")
    fixture.standardOutput = output
    try fixture.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    fixture.waitUntilExit()
    #expect(fixture.terminationStatus == 0)
    let keys = text.split(separator: "\n")
    #expect(keys.count == 64)
    #expect(Set(keys).count == 64)
  }
}
