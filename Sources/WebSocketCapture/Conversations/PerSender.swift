import WebSocketWire

/// A value of each of the two ends of a connection.
struct PerSender<Value> {
  var client: Value
  var server: Value

  init(client: Value, server: Value) { (self.client, self.server) = (client, server) }

  /// The same value of both.
  init(_ value: Value) { self.init(client: value, server: value) }

  subscript(sender: WebSocketRole) -> Value {
    get { sender == .client ? client : server }
    set { if sender == .client { client = newValue } else { server = newValue } }
  }

  /// Changes the value of one end in its place, without a copy of what it holds.
  @discardableResult
  mutating func update<Result>(_ sender: WebSocketRole, _ body: (inout Value) -> Result) -> Result {
    sender == .client ? body(&client) : body(&server)
  }
}

extension PerSender: Sendable where Value: Sendable {}
