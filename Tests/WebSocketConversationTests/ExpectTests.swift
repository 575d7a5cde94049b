import Testing
import WebSocketConversation
import WebSocketWire

@Suite("A one-shot: as many replies as were asked for, or a verdict that says no")
struct ExpectTests {
  private let clean = ConnectionEnd.closed(ClosePayload(code: .normalClosure), by: .client)

  @Test("it closes when the last reply is there, and not before")
  func replies() {
    var run = VirtualRun(.expect(2, within: .seconds(3)))
    run.give(.opened, .handedOver(1), .handedOver(1), .inputEnded, .flushed, .messages(1))
    #expect(run.actions == [])
    run.give(.messages(1))
    #expect(run.actions == [.close])
    run.give(.ended(clean, unsent: false))
    #expect(run.actions == [.close, .finish(.done)])
  }

  @Test("replies that came before the input ended count")
  func earlyReplies() {
    var run = VirtualRun(.expect(1, within: .seconds(3)))
    run.give(.opened, .messages(1), .handedOver(1))
    #expect(run.actions == [])
    run.give(.inputEnded, .flushed)
    #expect(run.actions == [.close])
  }

  @Test("the time counts from the last send, and a missing reply is reported whatever the closing is like")
  func timeout() {
    var run = VirtualRun(.expect(1, within: .seconds(3)))
    run.give(.opened, .handedOver(1))
    run.pass(.seconds(2))
    run.give(.handedOver(1), .inputEnded, .flushed)
    run.pass(.milliseconds(2999))
    #expect(run.actions == [])
    run.pass(.milliseconds(1))
    #expect(run.actions == [.close])
    run.give(.ended(clean, unsent: false))
    #expect(
      run.actions.last == .finish(.repliesMissing(expected: 1, received: 0, sent: 2, within: .seconds(3))))
  }

  @Test("a peer that never takes what is sent is given up too")
  func stalled() {
    var run = VirtualRun(.expect(1, within: .seconds(3)))
    run.give(.opened, .handedOver(1))
    run.pass(.seconds(9))
    run.give(.progress)
    run.pass(.seconds(9))
    #expect(run.actions == [])
    run.pass(.seconds(1))
    #expect(run.actions == [.close])
    run.give(.ended(clean, unsent: true))
    #expect(run.actions.last == .finish(.stalled))
  }

  @Test("while the output is stopped, no time passes for the peer")
  func pausedReader() {
    var run = VirtualRun(.expect(1, within: .seconds(3)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed, .readingPaused)
    run.pass(.seconds(100))
    #expect(run.actions == [])
    run.give(.readingResumed)
    run.pass(.seconds(3))
    #expect(run.actions == [.close])
  }

  @Test("nothing but a message of ours moves the deadline: no ping, no part of a reply, no slow output")
  func unmoved() {
    var run = VirtualRun(.expect(2, within: .seconds(3)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed, .messages(1))
    for _ in 0..<29 {
      run.pass(.milliseconds(100))
      // Pongs that leave, parts of a message, and an output that stops and goes on.
      run.give(.progress, .flushed, .messageBytes(10_000), .readingPaused, .readingResumed)
    }
    #expect(run.actions == [])
    run.pass(.milliseconds(100))
    #expect(run.actions == [.close])
  }

  @Test("a message that was begun after the last awaited reply is no one's loss")
  func nextMessage() {
    var run = VirtualRun(.expect(1, within: .seconds(3)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed, .messages(1), .messageBytes(3))
    run.give(.ended(clean, unsent: false, cutMessage: true))
    #expect(run.actions == [.close, .finish(.done)])
  }

  @Test("a clean close before the replies is not success")
  func closedEarly() {
    var run = VirtualRun(.expect(2, within: .seconds(3)))
    run.give(.opened, .handedOver(1), .handedOver(1), .inputEnded, .messages(1))
    run.give(.ended(.closed(ClosePayload(code: .normalClosure), by: .server), unsent: false))
    #expect(run.actions == [.finish(.repliesMissing(expected: 2, received: 1, sent: 2, within: nil))])
  }

  @Test("--expect 0 closes at once")
  func nothingExpected() {
    var run = VirtualRun(.expect(0, within: .seconds(3)))
    run.give(.opened, .handedOver(1), .inputEnded)
    #expect(run.actions == [])
    run.give(.flushed)
    #expect(run.actions == [.close])
  }

  @Test("a clean end is not a success while bytes have not left", arguments: [true, false])
  func unsent(isClosed: Bool) {
    let ending = isClosed ? clean : .lost(duringHandshake: false, unfinished: nil)
    var run = VirtualRun(.expect(0, within: .seconds(3)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed, .ended(ending, unsent: true))
    #expect(run.actions == [.close, .finish(isClosed ? .inputLeft : .ended(ending))])
  }

  @Test("what ended the session wins over missing replies", arguments: [1002, 1011, 4000] as [UInt16])
  func closedWithCode(code: UInt16) {
    let ending = ConnectionEnd.closed(ClosePayload(code: CloseCode(rawValue: code)), by: .server)
    var run = VirtualRun(.expect(1, within: .seconds(3)))
    run.give(.opened, .handedOver(1), .inputEnded, .ended(ending, unsent: false))
    #expect(run.actions == [.finish(.ended(ending))])
  }

  @Test("a peer that goes away after our Close takes nothing with it, unless it cuts a frame")
  func lostWhileClosing() {
    let cut = FrameDecoder.Remainder.header([0x81], offset: 0, missing: 1)
    for (remainder, isDone) in [(nil, true), (cut, false)] as [(FrameDecoder.Remainder?, Bool)] {
      let ending = ConnectionEnd.lost(duringHandshake: false, unfinished: remainder)
      var run = VirtualRun(.expect(1, within: .seconds(3)))
      run.give(.opened, .handedOver(1), .inputEnded, .flushed, .messages(1), .ended(ending, unsent: false))
      #expect(run.actions == [.close, .finish(isDone ? .done : .ended(ending))])
    }
  }

  @Test("a reset after our Close is not a loss where every reply is there", arguments: [0, 1])
  func resetWhileClosing(count: Int) {
    let lost = ConnectionEnd.lost(duringHandshake: false, unfinished: nil)
    var run = VirtualRun(.expect(count, within: .seconds(3)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed)
    if count > 0 { run.give(.messages(1)) }
    run.give(.ended(lost, unsent: false, isReset: true))
    #expect(run.actions == [.close, .finish(count > 0 ? .done : .ended(lost))])
  }

  @Test("input that cannot be sent is the cause, and only replies to what was sent are awaited")
  func inputRefused() {
    var none = VirtualRun(.expect(1, within: .seconds(3)))
    none.give(.opened, .inputRefused)
    #expect(none.actions == [.close])
    none.give(.ended(clean, unsent: false))
    #expect(none.actions.last == .finish(.inputRefused(beside: nil)))
    var one = VirtualRun(.expect(2, within: .seconds(3)))
    one.give(.opened, .handedOver(1), .inputRefused, .flushed)
    #expect(one.actions == [])
    one.pass(.seconds(3))
    one.give(.ended(clean, unsent: false))
    #expect(one.actions == [.close, .finish(.inputRefused(beside: nil))])
  }

  @Test("a peer that goes away before our Close is lost, replies or not")
  func lostBefore() {
    let ending = ConnectionEnd.lost(duringHandshake: false, unfinished: nil)
    var run = VirtualRun(.expect(2, within: .seconds(3)))
    run.give(
      .opened, .handedOver(1), .handedOver(1), .inputEnded, .messages(1), .ended(ending, unsent: false))
    #expect(run.actions == [.finish(.ended(ending))])
  }
}

@Suite("A run that ends with one of the replies")
struct LastReplyTests {
  private let clean = ConnectionEnd.closed(ClosePayload(code: .normalClosure), by: .client)

  @Test("it closes when that comes, whatever is left to be sent", arguments: [true, false])
  func lastReply(inputEnded: Bool) {
    var run = VirtualRun(.untilReply(within: .seconds(3)))
    run.give(.opened, .handedOver(1), .flushed, .messages(1))
    if inputEnded { run.give(.inputEnded) }
    run.give(.messages(1), .lastReply)
    #expect(run.actions == [.close])
    run.give(.ended(clean, unsent: !inputEnded))
    #expect(run.actions == [.close, .finish(.done)])
  }

  @Test("other replies do not move its deadline, which is counted from the last send")
  func deadline() {
    var run = VirtualRun(.untilReply(within: .seconds(3)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed)
    run.pass(.seconds(2))
    run.give(.messages(5))
    run.pass(.milliseconds(999))
    #expect(run.actions == [])
    run.pass(.milliseconds(1))
    run.give(.ended(clean, unsent: false))
    #expect(run.actions == [.close, .finish(.lastReplyMissing(received: 5, within: .seconds(3)))])
  }

  @Test("a peer that closes before is reported")
  func closed() {
    var run = VirtualRun(.untilReply(within: .seconds(3)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed, .messages(2))
    run.give(.ended(.closed(ClosePayload(code: .normalClosure), by: .server), unsent: false))
    #expect(run.actions == [.finish(.lastReplyMissing(received: 2, within: nil))])
  }

  @Test("a run that is to end without a Close ends well when the connection is dropped")
  func withoutClose() {
    var run = VirtualRun(.expect(1, within: .seconds(3)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed, .messages(1))
    run.give(.ended(.abandoned, unsent: false))
    #expect(run.actions == [.close, .finish(.done)])
  }
}
