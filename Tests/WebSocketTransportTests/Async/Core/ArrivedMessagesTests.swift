import Testing
import WebSocketWire

@testable import WebSocketTransport

@Suite("The messages of a batch")
struct ArrivedMessagesTests {
  private static func append(_ text: String, to arrived: inout ArrivedMessages) {
    Array(text.utf8).withUnsafeBytes { arrived.append($0) }
  }

  @Test("are handed over whole and in order, and cost their bytes and 64 each")
  func order() async throws {
    let reader = InboundQueue<WebSocketMessage>(limit: 1000)
    var arrived = ArrivedMessages()
    #expect(arrived.isEmpty && arrived.cost == 0)
    arrived.add(.binary([1, 2, 3]))
    arrived.begin()
    Self.append("be", to: &arrived)
    #expect(arrived.cost == 67, "an open message costs nothing yet")
    Self.append("gun", to: &arrived)
    arrived.finish(.text)
    #expect(arrived.cost == 136)
    let isFull = arrived.hand(to: reader)
    #expect(!isFull && arrived.isEmpty && arrived.cost == 0)
    #expect(try await reader.take()?.elements == [.binary([1, 2, 3]), .text("begun")])
  }

  @Test("say when enough of them wait for the reader")
  func full() {
    let reader = InboundQueue<WebSocketMessage>(limit: 130)
    var arrived = ArrivedMessages()
    arrived.add(.text("a"))
    let isFullAtOne = arrived.hand(to: reader)
    arrived.add(.text("b"))
    let isFullAtTwo = arrived.hand(to: reader)
    #expect(!isFullAtOne && isFullAtTwo)
  }

  @Test("that are dropped leave the one that is begun")
  func drop() async throws {
    let reader = InboundQueue<WebSocketMessage>(limit: 1000)
    var arrived = ArrivedMessages()
    arrived.add(.text("lost"))
    arrived.begin()
    Self.append("ke", to: &arrived)
    arrived.drop()
    #expect(arrived.isEmpty && arrived.cost == 0)
    Self.append("pt", to: &arrived)
    arrived.finish(.text)
    _ = arrived.hand(to: reader)
    #expect(try await reader.take()?.elements == [.text("kept")])
  }
}
