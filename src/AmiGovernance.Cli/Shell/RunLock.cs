using System.Globalization;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Cli.Shell;

/// <summary>Holds what one run at a time may do, from before anything is read until the run has ended.</summary>
internal static class RunLock
{
    public const string Deployments = $"{DeploymentLog.Folder}/.lock";
    public const string Monitoring = $"{DeploymentLog.Folder}/.monitoring-lock";
    public const string Remediation = ".remediation-lock";
    public const string Reminders = "reminders/.lock";
    public const string Exceptions = ".exceptions-lock";

    /// <summary>Beside an inventory: of two scans the one that read a place first would have the last word.</summary>
    public static string Scan(string database) => $"{database}.scan-lock";

    /// <summary>Longer than any of those takes that do not stand at a question.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Null, which is printed, when another run is at work.</summary>
    /// <param name="folder">One of those above.</param>
    /// <param name="command">Such as `apply`.</param>
    public static IDisposable? Take(CliContext context, string folder, string command)
    {
        if (context.Locks.Take(folder, Holder(context, command), out var problem) is { } held)
            return held;
        Report(context, folder, problem, Severity.Error, "nothing was done");
        return null;
    }

    /// <summary>The same for what takes a moment: another run is waited for.</summary>
    public static IDisposable? Wait(CliContext context, string folder, string command)
    {
        var since = context.Time.GetTimestamp();
        string? problem = null;
        while (problem is null && context.Time.GetElapsedTime(since) < LongestWait)
        {
            if (context.Locks.Take(folder, Holder(context, command), out problem) is { } held)
                return held;
            Thread.Sleep(50);
        }
        Report(context, folder, problem, Severity.Error, "nothing was done");
        return null;
    }

    /// <summary>An emergency does not wait for a run that may stand at a question; that run is told when it goes on.</summary>
    /// <param name="isOtherAtWork">Whether another run holds it.</param>
    public static IDisposable TakeForEmergency(
        CliContext context,
        string folder,
        string command,
        out bool isOtherAtWork
    )
    {
        isOtherAtWork = false;
        if (context.Locks.Take(folder, Holder(context, command), out var problem) is { } held)
            return held;
        isOtherAtWork = problem is null;
        Report(context, folder, problem, Severity.Warning, "this emergency does not wait for it");
        return new UnsharedFolder().Take(folder, command, out _);
    }

    private static string Holder(CliContext context, string command)
    {
        var who = $"{UserName()} on {Environment.MachineName}";
        var process = string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}");
        var since = context
            .Time.GetUtcNow()
            .UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        return $"amigov {command}, by {who}, {process}, since {since}";
    }

    /// <summary>A container may have a user without a name, and no /etc/passwd at all.</summary>
    private static string UserName()
    {
        const string Unnamed = "an unnamed user";
        try
        {
            return Environment.UserName is { Length: > 0 } name ? name : Unnamed;
        }
        catch (IOException)
        {
            return Unnamed;
        }
    }

    /// <param name="problem">Null where another run holds the lock.</param>
    private static void Report(CliContext context, string folder, string? problem, Severity severity, string effect)
    {
        var finding = problem is null
            ? Diagnostic.About(
                folder,
                OperationDiagnostics.AnotherRun,
                $"{Who(context, folder)} is at work; {effect}",
                "wait until it has ended; a question that it asks holds it too"
            )
            : Diagnostic.About(
                folder,
                OperationDiagnostics.CannotWrite,
                $"there can be no lock in `{folder}`: {problem}; {effect}",
                $"`{folder}` is the lock and holds nothing else: make the folder around it writable,"
                    + " or remove the lock where no run is at work"
            );
        context.PrintFindings([finding with { Severity = severity }]);
    }

    private static string Who(CliContext context, string folder) =>
        Sanitize.Text(context.Locks.Holder(folder)) is { Length: > 0 } holder ? $"{holder}," : "another run";
}
