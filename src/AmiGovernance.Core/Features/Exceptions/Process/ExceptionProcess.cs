using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Exceptions.Process;

/// <summary>
/// `config/exception_process.json`: service levels, calendar, reminders, reviewers. Without the file the runbook's numbers hold.
/// </summary>
public sealed record ExceptionProcess
{
    public const string Path = "config/exception_process.json";

    public ServiceLevels ServiceLevels { get; init; } = new();

    public BusinessCalendar Calendar { get; init; } = BusinessCalendar.Default;

    public ReminderSettings Reminders { get; init; } = new();

    /// <summary>
    /// Whose members are asked to review a merge request; by default the runbook's: the platform team and the security team.
    /// </summary>
    public ImmutableArray<string> ReviewerRoles { get; init; } = ["platform_team", "security_lead"];
}
