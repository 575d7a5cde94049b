import NIOCore
import WebSocketCapture
import WebSocketConversation
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// The server's side of a recording, as one client of a listener meets it.
final class MockServer {
  private let plan: MockPlan
  private unowned let client: ListenClient
  private unowned let run: ListenRun
  private var machine: ReplyMachine
  /// How many messages came.
  private var count = 0
  /// How often the recorded messages equal to one were found, by the first of them.
  private var uses: [Int: Int] = [:]
  private var misses = 0
  private var isPumping = false
  private lazy var timer = WakeTimer(on: loop) { [unowned self] in pump() }
  private let loop: NIOIsolatedEventLoop

  /// How many messages of a client that are not the recorded ones are named.
  private static let namedMisses = 10

  init(_ plan: MockPlan, for client: ListenClient, of run: ListenRun, on loop: NIOIsolatedEventLoop) {
    (self.plan, self.client, self.run, self.loop) = (plan, client, run, loop)
    machine = plan.machine
  }

  /// Says what the server said first.
  func opened() { begin(0) }

  /// Takes a whole message of the client.
  func received(_ kind: MessageKind, _ message: [UInt8]) {
    count += 1
    let item = ComparedItem(from: .client, number: count, kind.opcode, content: message)
    switch plan.match {
    case .order: answerInOrder(item)
    case .content: answerContent(item)
    }
  }

  /// Sends what is due, as far as the client takes it.
  func pump() {
    guard !isPumping else { return }
    isPumping = true
    defer { isPumping = false }
    let session = client.session
    while session.state == .open, session.isWritable, let part = machine.next(at: session.now) {
      client.send(plan.groups[part.group][part.index].frame)
    }
    session.flush()
    guard session.state == .open else { return timer.stop() }
    if session.isWritable, let time = machine.wakeAt { timer.wake(at: time, now: session.now) }
  }

  func stop() { timer.stop() }

  private func begin(_ group: Int) {
    if machine.begin(group, at: client.session.now) { pump() } else { client.refuse() }
  }

  private func answerInOrder(_ item: ComparedItem) {
    guard count <= plan.expected.count, plan.expected[count - 1].opcode != .close else {
      let most = plan.expected.filter { $0.opcode != .close }.count
      return miss("comes after the last of the \(most) that were recorded")
    }
    let recorded = plan.expected[count - 1]
    if !recorded.resembles(item) {
      miss("is not the recorded one: \(item.opcode.name) came, and \(recorded.opcode.name) was recorded")
    } else if !plan.comparison.areEqual(recorded.content, item.content) {
      miss("is not the recorded one: \(words.place(recorded, item))")
    }
    begin(count)
  }

  /// Of equal ones each is answered as the next of them was, and further ones as the last.
  private func answerContent(_ item: ComparedItem) {
    let places = plan.index?.places(of: item) ?? []
    guard let first = places.first else { return miss("was not recorded: \(words.text(item))") }
    let use = uses[first, default: 0]
    uses[first] = use + 1
    begin(places[min(use, places.count - 1)] + 1)
  }

  private var words: DiffWords { DiffWords(plan.comparison, names: .mock, byFrame: false) }

  private func miss(_ sentence: String) {
    misses += 1
    guard misses <= Self.namedMisses else { return }
    let session = client.session
    let place = session.peerAddress.isEmpty ? "" : " from \(session.peerAddress)"
    let rest = misses == Self.namedMisses ? " (further ones of this client are not named)" : ""
    let words = TextWidth.clipped("message \(count) \(sentence)", to: 300)
    run.tell("client \(session.number)\(place): \(words)\(rest)")
  }
}
