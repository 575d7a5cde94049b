import Testing
import WebSocketWire

@testable import WebSocketTransport

@Suite("What follows what in a session")
struct SessionMachineTests {
  private typealias Input = SessionMachine.Input
  private typealias Action = SessionMachine.Action

  /// The actions of the last input, after those before it.
  private static func last(_ inputs: Input..., usesTLS: Bool = false) -> [Action] {
    var machine = SessionMachine(usesTLS: usesTLS)
    return inputs.reduce([]) { _, input in machine.handle(input) }
  }

  private static let error = TransportError(.tlsFailed, "no")

  @Test("the opening handshake begins with the delegate, and bytes are asked for then")
  func begin() {
    #expect(Self.last(.begin) == [.settle, .read])
    #expect(Self.last(.begin, .begin) == [])
  }

  @Test("what happens before there is a delegate is reported to it")
  func early() {
    #expect(Self.last(.failed(Self.error)) == [])
    #expect(Self.last(.failed(Self.error), .begin) == [.stopTimer, .reportFailure, .close])
    #expect(Self.last(.inputEnded) == [])
    #expect(Self.last(.inputEnded, .begin) == [.receiveEOF, .settle])
    #expect(Self.last(.inputEnded, .removed, .begin) == [.receiveEOF, .settle])
    #expect(Self.last(.abort) == [])
    #expect(Self.last(.abort, .begin) == [.abandon, .close])
  }

  @Test("bytes that come while bytes are taken wait for them")
  func nestedReads() {
    #expect(Self.last(.begin, .bytesRead(1)) == [.deliver])
    #expect(Self.last(.begin, .bytesRead(1), .bytesRead(1)) == [.postpone])
    #expect(Self.last(.begin, .bytesRead(1), .readCompleted) == [])
    #expect(Self.last(.begin, .bytesRead(1), .bytesDelivered(.open)) == [])
    #expect(Self.last(.begin, .bytesRead(1), .bytesDelivered(.open), .bytesRead(1)) == [.deliver])
  }

  @Test("what ends a session while bytes are taken comes after them")
  func endsDuringDelivery() {
    #expect(Self.last(.begin, .bytesRead(1), .abort) == [])
    #expect(Self.last(.begin, .bytesRead(1), .abort, .bytesDelivered(.open)) == [.abandon, .close])
    #expect(Self.last(.begin, .bytesRead(1), .inputEnded) == [])
    #expect(Self.last(.begin, .bytesRead(1), .inputEnded, .bytesDelivered(.open)) == [.receiveEOF, .settle])
    #expect(Self.last(.begin, .bytesRead(1), .outputChanged) == [])
    #expect(
      Self.last(.begin, .bytesRead(1), .closeAfterInput(ClosePayload(code: .normalClosure), waiting: 0)) == []
    )
  }

  @Test("a batch is read for first, then written, then reported")
  func batch() {
    #expect(Self.last(.begin, .readCompleted) == [.read, .write, .reportBatchEnd, .settle])
    #expect(
      Self.last(.begin, .closeAfterInput(ClosePayload(code: .normalClosure), waiting: 9), .readCompleted)
        == [.read, .write, .reportBatchEnd, .checkClose, .settle])
  }

  @Test("nothing is read while there is a reason, and the closing deadline is paused")
  func pause() {
    var machine = SessionMachine(usesTLS: false)
    _ = machine.handle(.begin)
    #expect(machine.handle(.pause(.output)) == [.followDeadline])
    #expect(machine.isPaused(.close) && !machine.isPaused(.handshake) && !machine.isPaused(nil))
    #expect(machine.handle(.readCompleted) == [.write, .reportBatchEnd, .settle])
    #expect(machine.handle(.pause([.output, .slowPeer])) == [])
    #expect(machine.handle(.pause(.slowPeer)) == [])
    #expect(machine.handle(.pause([])) == [.followDeadline, .read])
    #expect(!machine.isPaused(.close))
  }

  @Test("a Close waits until what the peer had sent is read, and no longer")
  func pendingClose() {
    let decided = Input.closeAfterInput(ClosePayload(code: .normalClosure), waiting: 10)
    #expect(Self.last(.begin, decided) == [.checkClose])
    #expect(Self.last(.begin, decided, decided) == [])
    #expect(Self.last(.begin, decided, .checkClose(.open, waiting: 10)) == [])
    #expect(
      Self.last(.begin, decided, .checkClose(.open, waiting: 0)) == [
        .sendClose(ClosePayload(code: .normalClosure))
      ])
    #expect(
      Self.last(.begin, decided, .bytesRead(10), .bytesDelivered(.open), .checkClose(.open, waiting: 500))
        == [.sendClose(ClosePayload(code: .normalClosure))])
    #expect(
      Self.last(.begin, decided, .checkClose(.closed, waiting: 0)) == [], "the peer may have closed first")
    #expect(Self.last(.begin, decided, .pause(.output)) == [.followDeadline, .checkClose])
    #expect(
      Self.last(.begin, decided, .pause(.output), .checkClose(.open, waiting: 500)) == [
        .sendClose(ClosePayload(code: .normalClosure))
      ],
      "what is not read now cannot be waited for")
  }

  @Test("the socket and the timer follow the connection")
  func settled() {
    #expect(Self.last(.begin, .settled(.open, wantsOutputEnd: false)) == [.followDeadline])
    let failed = Input.settled(.failed, wantsOutputEnd: true)
    #expect(Self.last(.begin, failed) == [.endOutput, .followDeadline])
    #expect(Self.last(.begin, failed, failed) == [.followDeadline])
    let ended = Input.settled(.ended, wantsOutputEnd: false)
    #expect(Self.last(.begin, ended) == [.stopTimer, .closeAfterOutput])
    #expect(Self.last(.begin, ended, ended) == [])
    #expect(Self.last(.begin, ended, .outputChanged) == [])
    #expect(Self.last(.begin, ended, .readCompleted) == [.write, .reportBatchEnd, .settle])
    let answered = Input.settled(.ended, wantsOutputEnd: true)
    #expect(Self.last(.begin, answered) == [.stopTimer, .linger])
    #expect(Self.last(.begin, .inputEnded, answered) == [.stopTimer, .closeAfterOutput])
    #expect(Self.last(.begin, .deadlinePassed) == [.passDeadline, .settle])
  }

  @Test("a failure is reported once, and nothing after it")
  func failure() {
    #expect(Self.last(.begin, .failed(Self.error)) == [.stopTimer, .reportFailure, .close])
    #expect(Self.last(.begin, .failed(Self.error), .failed(Self.error)) == [])
    #expect(Self.last(.begin, .failed(Self.error), .inputEnded) == [])
    #expect(Self.last(.begin, .failed(Self.error), .pause(.output)) == [])
  }

  @Test("a stream that ends inside the TLS handshake is a failure, and after it an end")
  func tls() {
    #expect(Self.last(.begin, .inputEnded, usesTLS: true) == [.stopTimer, .reportFailure, .close])
    #expect(Self.last(.begin, .tlsCompleted, .inputEnded, usesTLS: true) == [.receiveEOF, .settle])
  }

  @Test("a peer that sends on after our Close is dropped when that is more than can have been on its way")
  func closeIgnored() {
    var machine = SessionMachine(usesTLS: false)
    _ = machine.handle(.begin)
    let piece = SessionMachine.closingLimit / 2
    for _ in 0..<2 {
      #expect(machine.handle(.bytesRead(piece)) == [.deliver])
      #expect(machine.handle(.bytesDelivered(.closeSent)) == [])
    }
    #expect(machine.handle(.bytesRead(1)) == [.deliver])
    #expect(machine.handle(.bytesDelivered(.closeSent)) == [.abandonClosing, .settle])
  }
}
