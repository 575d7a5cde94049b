import Testing
import WebSocketWire
import WireTestSupport

@Suite("both directions of a connection between others")
struct ObserverTests {
  @Test("each direction is judged by its own rules, and nothing ends the reading")
  func twoDirections() {
    let recorder = Recorder(.report)
    var observer = Observer()
    observer.receive(hex("81 01 61").span.bytes, from: .client, into: recorder)
    observer.receive(hex("81 81 00 00 00 00 62").span.bytes, from: .server, into: recorder)
    observer.receive(hex("81 81 00 00 00 00 63").span.bytes, from: .client, into: recorder)
    observer.receive(hex("81 01 64").span.bytes, from: .server, into: recorder)
    #expect(recorder.violations.map(\.rule) == [.maskRequired, .maskForbidden])
    #expect(recorder.messages.map(\.bytes) == [[0x61], [0x62], [0x63], [0x64]])
    #expect(recorder.sent.isEmpty)
  }

  @Test("a message of one side may be open while the other speaks")
  func apart() {
    let recorder = Recorder(.report)
    var observer = Observer()
    observer.receive(hex("01 81 00 00 00 00 61").span.bytes, from: .client, into: recorder)
    observer.receive(hex("81 01 62 | 82 7e 00").span.bytes, from: .server, into: recorder)
    observer.receive(
      hex("80 81 00 00 00 00 63 | 82 82 00 00 00 00 01").span.bytes, from: .client, into: recorder)
    #expect(recorder.violations.isEmpty)
    #expect(observer.remainder(from: .server) == .header(hex("82 7e 00"), offset: 3, missing: 1))
    guard case .payload(_, missing: 1) = observer.remainder(from: .client) else {
      Issue.record("\(String(describing: observer.remainder(from: .client)))")
      return
    }
  }
}
