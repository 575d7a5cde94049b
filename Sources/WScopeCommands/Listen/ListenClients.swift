import NIOCore
import SystemCalls
import WebSocketTransport
import WebSocketWire

/// The clients of a listener whose connections are open, what they hold of messages, and which of them are not read for a while.
final class ListenClients {
  private var members: [ObjectIdentifier: ListenClient] = [:]
  /// What they hold of messages.
  let memory: HeldMemory
  private let reply: ReplyChoice
  private let loop: NIOIsolatedEventLoop
  private var isBackpressureDue = false
  private var isEnding = false
  /// Whether the outputs have room for what would come of a client.
  var hasRoom: () -> Bool = { true }

  /// `messageLimit` is the most bytes of a message.
  init(reply: ReplyChoice, messageLimit: UInt64, loop: NIOIsolatedEventLoop) {
    self.reply = reply
    self.loop = loop
    memory = HeldMemory(limit: HeldMemory.limit(message: messageLimit))
    memory.onFall = { [unowned self] in trimSoon() }
  }

  var isEmpty: Bool { members.isEmpty }

  /// The address of one of them.
  var anyAddress: String? { sessions.first?.peerAddress }

  /// Those that messages can be sent to.
  var open: [ListenClient] { members.values.filter { $0.session.state == .open } }

  private var sessions: [WebSocketSession] { members.values.map(\.session) }

  func add(_ client: ListenClient) { members[ObjectIdentifier(client.session)] = client }

  func remove(_ client: ListenClient) { members[ObjectIdentifier(client.session)] = nil }

  /// Sends a message of one client to all others.
  func broadcast(_ kind: MessageKind, _ message: [UInt8], from client: ListenClient) {
    guard client.session.state == .open else { return }
    for other in members.values where other !== client { other.send(kind, message) }
  }

  /// Sends what waits for all but one.
  func flush(except session: WebSocketSession) {
    for other in sessions where other !== session { other.flush() }
  }

  /// Closes every connection.
  func shutDown() {
    isEnding = true
    for session in sessions {
      session.pauseReasons = []
      session.shutDown(ClosePayload(code: .goingAway))
    }
  }

  /// Drops the connections that are not closed yet.
  func abort() { for session in sessions { session.abort() } }

  // MARK: Backpressure

  /// A client is not read while there is no room for what would come of it; one that is slow among others stops all.
  func applyBackpressure(to session: WebSocketSession) {
    if reply.isBroadcast { applyBackpressure() } else { pause(session, isFull: !hasRoom()) }
  }

  func applyBackpressure() {
    let isFull = !hasRoom() || reply.isBroadcast && open.contains { !$0.session.isWritable }
    for session in sessions { pause(session, isFull: isFull) }
  }

  /// Does so once for all the clients that end in one turn of the loop.
  func applyBackpressureSoon() {
    guard !isBackpressureDue, !isEnding else { return }
    isBackpressureDue = true
    loop.execute { [self] in
      isBackpressureDue = false
      if !isEnding { applyBackpressure() }
    }
  }

  private func pause(_ session: WebSocketSession, isFull: Bool) {
    guard session.state == .open else {
      session.pauseReasons = []
      return
    }
    let isSlow = reply.isAnswer && !session.isWritable
    session.pauseReasons = (isFull ? PauseReasons.output : []).union(isSlow ? .slowPeer : [])
  }

  /// Hands memory back to the system when much of it has not been used for a second: the C library would keep it.
  private func trimSoon() {
    loop.scheduleTask(in: .seconds(1)) { [self] in
      if memory.hasFallen() { Allocator.trim() }
    }
  }
}
