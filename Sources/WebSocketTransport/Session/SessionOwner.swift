/// Whom a session is for: the owner learns once what becomes of the opening, and its delegate hears all that happens from then on.
struct SessionOwner {
  /// The owner's side; nil before the opening is begun, and when the handler has left its channel.
  var session: WebSocketSession?
  var delegate: (any SessionDelegate)?
  /// Who hears what becomes of the opening; nil once it has.
  var completion: SessionHandler.Completion?
}
