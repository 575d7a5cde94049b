import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 7.4: close codes")
struct CloseCodeTests {
  @Test("7.4.1, 7.4.2: which of all 65536 may be sent, and which may be reported")
  func ranges() {
    let all = (0...UInt16.max).map { CloseCode(rawValue: $0) }
    let may = Array(1000...1003) + Array(1007...1014) + Array(3000...4999)
    #expect(all.filter(\.isSendable).map { Int($0.rawValue) } == may)
    #expect(
      Set(all.filter(\.isReportable)).subtracting(all.filter(\.isSendable)).map(\.rawValue).sorted() == [
        1005, 1006, 1015,
      ])
    #expect(all.allSatisfy { !$0.words.isEmpty })
  }

  @Test("IANA's words")
  func words() {
    #expect(CloseCode.normalClosure.registeredName == "Normal Closure")
    #expect(CloseCode(rawValue: 1012).registeredName == "Service Restart")
    #expect(CloseCode(rawValue: 4000).registeredName == nil)
    #expect(CloseCode.goingAway.description == "1001 going away")
    #expect(CloseCode.registry.count == 19)
  }

  @Test("5.5.1: a body is nothing, or a code and a reason")
  func bodies() {
    #expect(ClosePayload().payload.isEmpty)
    #expect(ClosePayload(code: nil, reason: "lost").payload.isEmpty)
    #expect(ClosePayload(code: .normalClosure, reason: "é").payload == hex("03 e8 c3 a9"))
    let read = ClosePayload(payload: hex("03 e9 62 79 65"))
    #expect(read.code == .goingAway && read.reason == "bye")
    #expect(ClosePayload(payload: [0x03]) == ClosePayload())
    #expect(ClosePayload(payload: hex("03 e8 ff")).reason == "\u{FFFD}")
    #expect(ClosePayload(payload: hex("03 e8 ff")).payload == hex("03 e8 ff"), "the bytes stay as they came")
  }
}
