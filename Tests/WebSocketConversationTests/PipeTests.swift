import Testing
import WebSocketConversation
import WebSocketWire

@Suite("A pipe: nothing is lost at the end of input")
struct PipeTests {
  private let byUs = Ending.closed(CloseBody(code: .normal), by: .client)
  private let byThem = Ending.closed(CloseBody(code: .normal), by: .server)

  @Test("it drains until a second has passed without a frame")
  func drain() {
    var run = VirtualRun(.drain(idle: .seconds(1)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed)
    for _ in 0..<5 {
      run.pass(.milliseconds(900))
      run.give(.activity, .messages(1))
    }
    #expect(run.actions == [])
    run.pass(.seconds(1))
    #expect(run.actions == [.close])
    run.give(.ended(byUs, unsent: false))
    #expect(run.actions.last == .finish(.done))
  }

  @Test("the second does not run while input is open, or while bytes have not left")
  func notYet() {
    var run = VirtualRun(.drain(idle: .seconds(1)))
    run.give(.opened, .handedOver(1), .flushed)
    run.pass(.seconds(60))
    run.give(.handedOver(1), .inputEnded)
    run.pass(.seconds(5))
    #expect(run.actions == [])
    run.give(.flushed)
    run.pass(.seconds(1))
    #expect(run.actions == [.close])
  }

  @Test("a peer that stops reading is given up after ten seconds without progress")
  func stalled() {
    var run = VirtualRun(.drain(idle: .seconds(1)))
    run.give(.opened, .handedOver(1), .inputEnded)
    run.pass(Conversation.stallLimit)
    #expect(run.actions == [.close])
    run.give(.ended(.timedOut(.close), unsent: false))
    #expect(run.actions.last == .finish(.stalled))
  }

  @Test("a slow reader of the output does not end the draining")
  func slowReader() {
    var run = VirtualRun(.drain(idle: .seconds(1)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed, .readingPaused)
    run.pass(.seconds(100))
    #expect(run.actions == [])
  }

  @Test("a clean close while input is left is not success")
  func inputLeft() {
    var run = VirtualRun(.drain(idle: .seconds(1)))
    run.give(.opened, .handedOver(1), .ended(byThem, unsent: true))
    #expect(run.actions == [.finish(.inputLeft)])
  }

  @Test("no input at all: only the peer ends it")
  func receiveOnly() {
    var run = VirtualRun(.drain(idle: .seconds(1)))
    run.give(.opened)
    run.receiveOnly()
    run.give(.inputEnded, .flushed)
    run.pass(.seconds(1000))
    #expect(run.actions == [])
    run.give(.ended(byThem, unsent: false))
    #expect(run.actions == [.finish(.done)])
  }

  @Test("-w stays as long as it says after the last send, whatever comes; without end it stays for ever")
  func stay() {
    var run = VirtualRun(.stay(.seconds(2)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed)
    run.pass(.milliseconds(1500))
    run.give(.activity, .messages(1))
    #expect(run.actions == [])
    run.pass(.milliseconds(500))
    #expect(run.actions == [.close])

    var slow = VirtualRun(.stay(.zero))
    slow.give(.opened, .handedOver(1), .inputEnded)
    slow.pass(.seconds(9))
    #expect(slow.actions == [], "what was sent is still on its way")
    slow.give(.progress)
    slow.pass(.seconds(9))
    slow.give(.flushed)
    slow.pass(.zero)
    #expect(slow.actions == [.close])

    var forever = VirtualRun(.stay(nil))
    forever.give(.opened, .handedOver(1), .inputEnded, .flushed)
    forever.pass(.seconds(100_000))
    #expect(forever.actions == [])
  }

  @Test("a signal closes, and its number is the verdict", arguments: [Int32(2), 15])
  func interrupted(signal: Int32) {
    var run = VirtualRun(.drain(idle: .seconds(1)))
    run.give(.opened, .interrupted(signal))
    #expect(run.actions == [.close])
    run.give(.ended(byUs, unsent: true))
    #expect(run.actions.last == .finish(.interrupted(signal)))
  }

  @Test("an output that is gone closes once", arguments: [OutputLoss.readerGone, .failed(28)])
  func outputLost(loss: OutputLoss) {
    var run = VirtualRun(.untilClosed)
    run.give(.opened, .outputLost(loss), .outputLost(loss))
    #expect(run.actions == [.close])
    run.give(.ended(.timedOut(.close), unsent: false))
    #expect(run.actions.last == .finish(.outputLost(loss)))
  }

  @Test("the verdict is given once")
  func once() {
    var run = VirtualRun(.untilClosed)
    run.give(.opened, .ended(byThem, unsent: false), .ended(byThem, unsent: false))
    #expect(run.actions == [.finish(.done)])
  }
}
