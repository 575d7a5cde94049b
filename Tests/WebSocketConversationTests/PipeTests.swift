import Testing
import WebSocketConversation
import WebSocketWire

@Suite("A pipe: nothing is lost at the end of input")
struct PipeTests {
  private let byUs = ConnectionEnd.closed(ClosePayload(code: .normalClosure), by: .client)
  private let byThem = ConnectionEnd.closed(ClosePayload(code: .normalClosure), by: .server)

  @Test("it drains until a second has passed without a message")
  func drain() {
    var run = VirtualRun(.drain(idle: .seconds(1)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed)
    for _ in 0..<5 {
      run.pass(.milliseconds(900))
      run.give(.messageBytes(5), .messages(1))
    }
    #expect(run.actions == [])
    run.pass(.seconds(1))
    #expect(run.actions == [.close])
    run.give(.ended(byUs, unsent: false))
    #expect(run.actions.last == .finish(.done))
  }

  @Test("pongs that the peer does not take end a wait without a deadline", arguments: [true, false])
  func pongsWait(isInputOver: Bool) {
    var run = VirtualRun(.untilClosed())
    run.give(.opened)
    if isInputOver { run.give(.inputEnded) }
    run.pass(.seconds(60))
    run.give(.pongsWait)
    run.pass(.seconds(9))
    run.give(.progress)
    run.pass(.seconds(9))
    #expect(run.actions == [])
    run.give(.flushed)
    run.pass(.seconds(60))
    #expect(run.actions == [])
    run.give(.pongsWait)
    run.pass(.seconds(10))
    #expect(run.actions == [.close])
    run.give(.ended(.timedOut(.close), unsent: false))
    #expect(run.actions.last == .finish(.stalled))
  }

  @Test("pongs that the peer does not take end a longer wait for replies", arguments: [true, false])
  func pongsWaitBesideALongerDeadline(isPaused: Bool) {
    var run = VirtualRun(.expect(1, within: .seconds(60)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed)
    run.pass(.seconds(5))
    run.give(.pongsWait)
    if isPaused {
      run.give(.readingPaused)
      run.pass(.seconds(30))
      run.give(.readingResumed)
    }
    run.pass(.milliseconds(9900))
    #expect(run.actions == [])
    run.pass(.milliseconds(100))
    #expect(run.actions == [.close])
    run.give(.ended(.timedOut(.close), unsent: false))
    #expect(run.actions.last == .finish(.stalled))
  }

  @Test("pongs that the peer does not take move no deadline")
  func pongsWaitInADrain() {
    var run = VirtualRun(.drain(idle: .seconds(1)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed)
    run.pass(.milliseconds(900))
    run.give(.pongsWait)
    run.pass(.milliseconds(100))
    #expect(run.actions == [.close])
    run.give(.ended(.timedOut(.close), unsent: false))
    #expect(run.actions.last == .finish(.ended(.timedOut(.close))))
  }

  @Test("the first reply after the last line may take as long as was said, the next ones may not")
  func firstReply() {
    var run = VirtualRun(.drain(idle: .seconds(1), firstReply: .seconds(5)))
    // A reply to an earlier line does not count.
    run.give(.opened, .handedOver(1), .flushed, .messages(1), .handedOver(1), .inputEnded, .flushed)
    run.pass(.milliseconds(4900))
    #expect(run.actions == [])
    run.give(.messages(1))
    run.pass(.milliseconds(900))
    #expect(run.actions == [])
    run.pass(.milliseconds(100))
    #expect(run.actions == [.close])
    run.give(.ended(byUs, unsent: false))
    #expect(run.actions.last == .finish(.done))
  }

  @Test("a first reply that does not come in time is a failure")
  func noFirstReply() {
    var run = VirtualRun(.drain(idle: .seconds(1), firstReply: .seconds(5)))
    run.give(.opened, .handedOver(1), .flushed, .messages(1), .handedOver(1), .inputEnded, .flushed)
    run.pass(.seconds(5))
    #expect(run.actions == [.close])
    run.give(.ended(byUs, unsent: false))
    #expect(run.actions.last == .finish(.noReply(sent: 2, within: .seconds(5))))
  }

  @Test("parts of a message do not put off the time for a first reply")
  func drippedFirstReply() {
    var run = VirtualRun(.drain(idle: .seconds(1), firstReply: .seconds(5)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed)
    for _ in 0..<4 {
      run.pass(.milliseconds(1300))
      run.give(.messageBytes(100_000), .flushed)
    }
    #expect(run.now == .milliseconds(5200) && run.actions == [.close])
  }

  @Test("a peer that closes before the first reply has not sent it")
  func closesWithoutFirstReply() {
    var run = VirtualRun(.drain(idle: .seconds(1), firstReply: .seconds(5)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed, .ended(byThem, unsent: false))
    #expect(run.actions == [.finish(.repliesMissing(expected: 1, received: 0, sent: 1, within: nil))])
  }

  @Test("without input it is the time for a first message, and then the peer ends the session")
  func firstMessageWithoutInput() {
    var run = VirtualRun(.drain(idle: .seconds(1), firstReply: .seconds(5)))
    run.receiveOnly()
    run.give(.opened, .inputEnded)
    run.pass(.seconds(4))
    run.give(.messages(1))
    run.pass(.seconds(100))
    #expect(run.actions == [])
    var silent = VirtualRun(.drain(idle: .seconds(1), firstReply: .seconds(5)))
    silent.receiveOnly()
    silent.give(.opened, .inputEnded)
    silent.pass(.seconds(5))
    #expect(silent.actions == [.close])
    silent.give(.ended(byUs, unsent: false))
    #expect(silent.actions.last == .finish(.noReply(sent: 0, within: .seconds(5))))
  }

  @Test("a reply that came before the input ended is the first one")
  func earlyReply() {
    var run = VirtualRun(.drain(idle: .seconds(1), firstReply: .seconds(5)))
    run.give(.opened, .handedOver(1), .flushed, .messages(1), .inputEnded)
    run.pass(.seconds(1))
    #expect(run.actions == [.close])
  }

  @Test(
    "a message that comes at 1 KiB a second or more keeps the draining going, and one that drips does not")
  func drip() {
    var run = VirtualRun(.drain(idle: .seconds(1)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed)
    for _ in 0..<20 {
      run.pass(.milliseconds(450))
      run.give(.messageBytes(512))
    }
    #expect(run.actions == [])
    for _ in 0..<20 {
      run.pass(.milliseconds(100))
      run.give(.messageBytes(1))
    }
    #expect(run.actions == [.close])
  }

  @Test(
    "a message without an end keeps the draining going for ten seconds, or as long as it comes fast",
    arguments: [(1200, true), (5000, true), (16_000, true), (17_000, false), (1_000_000, false)])
  func endless(bytesPerSecond: Int, ends: Bool) {
    var run = VirtualRun(.drain(idle: .seconds(1)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed)
    while run.now < .seconds(60), run.actions.isEmpty {
      run.pass(.milliseconds(100))
      run.give(.messageBytes(bytesPerSecond / 10))
    }
    #expect(run.actions == (ends ? [.close] : []))
    #expect(run.now <= (ends ? .seconds(12) : .seconds(61)))
  }

  @Test("control frames keep no draining going", arguments: [Duration.milliseconds(100), .milliseconds(999)])
  func controlFrames(pause: Duration) {
    var run = VirtualRun(.drain(idle: .seconds(1)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed)
    while run.now < .seconds(3) {
      run.pass(pause)
      // What a session says when our Pong has left.
      run.give(.flushed, .progress)
    }
    #expect(run.actions == [.close])
  }

  @Test("what comes moves no deadline of a peer that does not read")
  func talksWithoutReading() {
    var run = VirtualRun(.drain(idle: .seconds(1)))
    run.give(.opened, .handedOver(1), .inputEnded)
    for _ in 0..<100 {
      run.pass(.milliseconds(100))
      run.give(.messageBytes(5000), .messages(1))
    }
    #expect(run.actions == [.close])
    run.give(.ended(byUs, unsent: true))
    #expect(run.actions.last == .finish(.stalled))
  }

  @Test(
    "a message that the peer did not finish is reported, whichever side closed",
    arguments: [WebSocketRole.client, .server])
  func cutMessage(closer: WebSocketRole) {
    for plan in [CompletionRule.drain(idle: .seconds(1)), .stay(.seconds(1)), .untilClosed()] {
      var run = VirtualRun(plan)
      run.give(.opened, .handedOver(1), .inputEnded, .flushed, .messageBytes(3))
      if closer == .client { run.pass(.seconds(1)) }
      run.give(
        .ended(.closed(ClosePayload(code: .normalClosure), by: closer), unsent: false, cutMessage: true))
      #expect(run.actions.last == .finish(.messageCut))
    }
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

  /// What ends the connection, and what is reported beside input that was refused.
  static let endings: [(ConnectionEnd, Verdict?)] = [
    (.closed(ClosePayload(code: .normalClosure), by: .client), nil),
    (.closed(ClosePayload(code: .normalClosure), by: .server), nil),
    (.timedOut(.close), .ended(.timedOut(.close))),
    (
      .closed(ClosePayload(code: .internalError), by: .server),
      .ended(.closed(ClosePayload(code: .internalError), by: .server))
    ),
    (.lost(duringHandshake: false, unfinished: nil), nil),
  ]

  @Test(
    "input that cannot be sent is the cause of the end, whatever comes after it", arguments: endings,
    [
      CompletionRule.drain(idle: .seconds(1)), .drain(idle: .seconds(1), firstReply: .seconds(1)),
      .stay(.seconds(1)),
    ])
  func inputRefused(_ row: (ending: ConnectionEnd, beside: Verdict?), plan: CompletionRule) {
    for sent in [0, 1] {
      var run = VirtualRun(plan)
      run.give(.opened)
      if sent > 0 { run.give(.handedOver(sent)) }
      run.give(.inputRefused, .flushed)
      run.pass(.seconds(1))
      run.give(.ended(row.ending, unsent: false))
      // Where a first reply is missing, that is what closed, and the refused input explains it.
      let demandsReply = plan == .drain(idle: .seconds(1), firstReply: .seconds(1))
      let beside = demandsReply ? nil : row.beside
      #expect(run.actions == [.close, .finish(.inputRefused(beside: beside))])
    }
  }

  @Test("a signal wins over input that was refused")
  func interruptedAfterRefusedInput() {
    var run = VirtualRun(.drain(idle: .seconds(1)))
    run.give(.opened, .handedOver(1), .inputRefused, .flushed, .interrupted(2), .ended(byUs, unsent: false))
    #expect(run.actions == [.close, .finish(.interrupted(2))])
  }

  @Test("a reset after our Close takes nothing that has a reply", arguments: [true, false])
  func resetWhileClosing(hasReply: Bool) {
    let lost = ConnectionEnd.lost(duringHandshake: false, unfinished: nil)
    for plan in [CompletionRule.drain(idle: .seconds(1)), .stay(.seconds(1))] {
      var run = VirtualRun(plan)
      run.give(.opened, .handedOver(1), .inputEnded, .flushed)
      if hasReply { run.give(.messages(1)) }
      run.pass(.seconds(1))
      run.give(.ended(lost, unsent: false, isReset: true))
      #expect(run.actions == [.close, .finish(hasReply ? .done : .ended(lost))])
    }
  }

  @Test("a draining that brought nothing is reported, unless the verdict says so")
  func broughtNothing() {
    var run = VirtualRun(.drain(idle: .seconds(1)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed)
    let verdicts: [Verdict] = [
      .done, .inputLeft, .stalled, .ended(.timedOut(.close)), .inputRefused(beside: nil),
      .ended(.lost(duringHandshake: false, unfinished: nil)),
    ]
    for verdict in verdicts { #expect(run.conversation.broughtNothing(verdict), "\(verdict)") }
    for verdict in [Verdict.noReply(sent: 1, within: .seconds(1)), .interrupted(2), .outputLost(.brokenPipe)]
    {
      #expect(!run.conversation.broughtNothing(verdict), "\(verdict)")
    }
    run.give(.messages(1))
    #expect(!run.conversation.broughtNothing(.done))
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

  @Test(
    "what a script sends again and again puts off no deadline for replies",
    arguments: [
      CompletionRule.expect(1, within: .seconds(2)), .untilReply(within: .seconds(2)),
    ])
  func beats(plan: CompletionRule) {
    var run = VirtualRun(plan)
    run.give(.opened, .handedOver(1), .flushed, .inputEnded)
    for _ in 0..<10 {
      run.pass(.milliseconds(300))
      run.give(.handedOver(1), .flushed)
    }
    #expect(run.actions == [.close])
  }

  @Test func aScriptThatSendsAgainAndAgainDoesNotStayForever() {
    var run = VirtualRun(.stay(.seconds(2)))
    run.give(.opened, .inputEnded)
    for _ in 0..<10 {
      run.pass(.milliseconds(300))
      run.give(.handedOver(1), .flushed)
    }
    #expect(run.actions == [.close])
  }

  @Test(
    "a script that fails closes at once, and nothing else is told",
    arguments: [
      CompletionRule.drain(idle: .seconds(1)), .stay(nil), .untilClosed(), .expect(3, within: .seconds(10)),
    ])
  func scriptFails(plan: CompletionRule) {
    var run = VirtualRun(plan)
    run.give(.opened, .handedOver(1), .flushed, .scriptFailed)
    #expect(run.actions == [.close])
    run.give(.ended(.closed(ClosePayload(code: .normalClosure), by: .client), unsent: false))
    #expect(run.actions.last == .finish(.inputRefused(beside: nil)))
  }

  @Test("-w stays as long as it says after the last send, whatever comes; without end it stays forever")
  func stay() {
    var run = VirtualRun(.stay(.seconds(2)))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed)
    run.pass(.milliseconds(1500))
    run.give(.messageBytes(5), .messages(1))
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

  @Test("an output that is gone closes once", arguments: [OutputLoss.brokenPipe, .failed(28)])
  func outputLost(loss: OutputLoss) {
    var run = VirtualRun(.untilClosed())
    run.give(.opened, .outputLost(loss), .outputLost(loss))
    #expect(run.actions == [.close])
    run.give(.ended(.timedOut(.close), unsent: false))
    #expect(run.actions.last == .finish(.outputLost(loss)))
  }

  @Test("the verdict is given once")
  func once() {
    var run = VirtualRun(.untilClosed())
    run.give(.opened, .ended(byThem, unsent: false), .ended(byThem, unsent: false))
    #expect(run.actions == [.finish(.done)])
  }
}
