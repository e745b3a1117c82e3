namespace AmiGovernance.Cli.Features.Watch.Telemetry;

/// <summary>A line of the log of a watch.</summary>
/// <param name="IsTrouble">Whether somebody should look.</param>
internal readonly record struct WatchLogLine(string Text, bool IsTrouble);
