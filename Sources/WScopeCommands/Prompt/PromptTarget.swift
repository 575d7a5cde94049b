import WebSocketTransport
import WebSocketWire

/// Which end of the wire a prompt speaks for: whom its messages go to, and what becomes of a connection.
protocol PromptTarget: AnyObject {
  var prompt: Prompt { get }
  /// What to try when nothing can be sent.
  var remedy: String { get }
  /// All connections that are there, or the last one.
  var connections: [PromptConnection] { get }
  /// Those whose opening handshakes are shown, in that order.
  var handshakes: [PromptConnection] { get }
  /// What is said before something of the connection that is shown on demand; nil where it goes without saying.
  func caption(of one: PromptConnection) -> String?
  /// All connections whose views there are, those that are not open yet among them.
  var allConnections: [PromptConnection] { get }
  /// Whom a message goes to; fails when there is none.
  func targets() throws -> [PromptConnection]
  /// Does what only this side can; false for any other command.
  func run(_ command: PromptCommand) throws -> Bool
  /// Whether what is typed has to wait for a connection that is on its way.
  var isConnecting: Bool { get }
  /// Whether that connection takes the place of one that is still there.
  var isReplacing: Bool { get }
  /// The user leaves. A second call does not wait for the closing handshake.
  func leave()

  /// The user pressed Ctrl-C.
  func interrupt()

  /// What all connections together may hold of messages that have not left; nil where nothing is shared.
  var memory: HeldMemory? { get }

  /// Reads from the peers no faster than `Prompt.isFull` allows.
  func pace()

  func opened(_ one: PromptConnection)
  /// Bytes of a message came, or its end.
  func heard(_ event: WebSocketEvent, _ bytes: RawSpan, of one: PromptConnection)
  /// The state of a connection has changed.
  func changed(_ one: PromptConnection)
  func ended(_ one: PromptConnection, _ ending: ConnectionEnd)
  /// There is no open connection.
  func failed(_ one: PromptConnection, _ error: any Error)
}

extension PromptTarget {
  func interrupt() { leave() }

  func heard(_ event: WebSocketEvent, _ bytes: RawSpan, of one: PromptConnection) {}
}
