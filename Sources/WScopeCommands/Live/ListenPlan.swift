import WebSocketTransport

/// All that a listener's run needs to know.
struct ListenPlan {
  let server: ServerConfiguration
  let views: ViewChoice
  let viewPath: String?
}
