/// Why a text is not a URL that can be connected to.
package struct URLFault: Error {
  /// What follows the URL and a colon in a sentence.
  package let words: String

  package init(_ words: String) { self.words = words }
}
