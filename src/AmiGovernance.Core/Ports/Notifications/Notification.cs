namespace AmiGovernance.Core.Ports.Notifications;

/// <summary>A text for one recipient.</summary>
/// <param name="Id">The same for the same message, so that a mail that was sent twice after all is shown once.</param>
/// <param name="To">A mail address, an issue's number, or empty where a channel has one recipient only.</param>
/// <param name="Subject">One line.</param>
/// <param name="Body">Lines. A channel with a syntax of its own escapes both once more.</param>
public sealed record Notification(string Id, string To, PlainText Subject, PlainText Body);
