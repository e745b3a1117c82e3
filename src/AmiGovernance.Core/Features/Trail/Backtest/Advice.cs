namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>What to do about a finding.</summary>
/// <param name="Outcome">Null when something must be found out first.</param>
/// <param name="Command">To run once the ticket is filled in; a request asks for what else it lacks; empty when there is none.</param>
/// <param name="Message">To the owner of the account; null when nobody needs to be told.</param>
public sealed record Advice(TriageOutcome? Outcome, string Why, ShellText Command, string? Message)
{
    /// <summary>Of a finding that is still being put together.</summary>
    internal static readonly Advice None = new(null, "", ShellText.Empty, null);

    internal static Advice Noise(string why) => new(TriageOutcome.Noise, why, ShellText.Empty, null);

    internal static Advice Legitimate(string why, ShellText command = default, string? message = null) =>
        new(TriageOutcome.Legitimate, why, command, message);

    internal static Advice Violation(string why, string message, ShellText command = default) =>
        new(TriageOutcome.Violation, why, command, message);
}
