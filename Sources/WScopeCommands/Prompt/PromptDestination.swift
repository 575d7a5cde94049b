import WebSocketTransport
import WebSocketWire

/// Where a client's prompt connects to: the server of the arguments at first, then those that the user names.
struct PromptDestination {
  private let plan: RequestPlan
  /// The plan's requests, at the socket file of the last URL where that named one.
  private(set) var requests: RequestPlan
  /// How the server of the present connection is reached.
  private(set) var configuration: ClientConfiguration
  private var next: (requests: RequestPlan, configuration: ClientConfiguration)?

  init(_ plan: RequestPlan, _ configuration: ClientConfiguration) {
    self.plan = plan
    self.configuration = configuration
    requests = plan
  }

  /// The next connection is to this URL; whether something that was given for one place is kept from it. Fails for what is not a URL.
  mutating func choose(_ text: String) throws -> Bool {
    let socket = try SocketURL(text)
    let url = try WebSocketURL(socket?.url ?? text)
    let requests = plan.at(socket: socket?.path)
    next = (requests, requests.configuration(for: url))
    let isElsewhere = requests.connection.rules?.unixSocket != plan.connection.rules?.unixSocket
    return isElsewhere ? plan.holdsSomething : requests.keepsSomething(from: url)
  }

  /// The next connection is to the same place again, unless another one was chosen.
  mutating func chooseAgain() { next = next ?? (requests, configuration) }

  /// No other place is chosen any more.
  mutating func forgetChoice() { next = nil }

  /// A connection begins; whether its place was chosen for it.
  mutating func begin() -> Bool {
    guard let next else { return false }
    (requests, configuration) = next
    self.next = nil
    return true
  }
}
