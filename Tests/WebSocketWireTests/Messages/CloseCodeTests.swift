import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 7.4: close codes")
struct CloseCodeTests {
  @Test("7.4.1, 7.4.2: which of all 65536 may be sent, and which may be reported")
  func ranges() {
    let all = (0...UInt16.max).map { CloseCode(rawValue: $0) }
    let may = Array(1000...1003) + Array(1007...1014) + Array(3000...4999)
    #expect(all.filter(\.maySend).map { Int($0.rawValue) } == may)
    #expect(
      Set(all.filter(\.mayReport)).subtracting(all.filter(\.maySend)).map(\.rawValue).sorted() == [
        1005, 1006, 1015,
      ])
    #expect(all.allSatisfy { !$0.words.isEmpty })
  }

  @Test("IANA's words")
  func words() {
    #expect(CloseCode.normal.registeredName == "Normal Closure")
    #expect(CloseCode(rawValue: 1012).registeredName == "Service Restart")
    #expect(CloseCode(rawValue: 4000).registeredName == nil)
    #expect(CloseCode.goingAway.description == "1001 going away")
    #expect(CloseCode.registry.count == 19)
  }

  @Test("5.5.1: a body is nothing, or a code and a reason")
  func bodies() {
    #expect(CloseBody().payload.isEmpty)
    #expect(CloseBody(code: nil, reason: "lost").payload.isEmpty)
    #expect(CloseBody(code: .normal, reason: "é").payload == hex("03 e8 c3 a9"))
    let read = CloseBody(payload: hex("03 e9 62 79 65"))
    #expect(read.code == .goingAway && read.reason == "bye")
    #expect(CloseBody(payload: [0x03]) == CloseBody())
    #expect(CloseBody(payload: hex("03 e8 ff")).reason == "\u{FFFD}")
    #expect(CloseBody(payload: hex("03 e8 ff")).payload == hex("03 e8 ff"), "the bytes stay as they came")
  }
}
