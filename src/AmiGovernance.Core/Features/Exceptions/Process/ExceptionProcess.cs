using System.Collections.Immutable;
using AmiGovernance.Core.Features.Exceptions.Approvals;

namespace AmiGovernance.Core.Features.Exceptions.Process;

/// <summary>
/// `config/exception_process.json`: service levels, calendar, reminders, reviewers. Without the file the runbook's numbers hold.
/// </summary>
public sealed record ExceptionProcess
{
    public const string Path = "config/exception_process.json";

    /// <summary>Whether every entry of the configuration needs a request that was approved.</summary>
    public bool RequireRequests { get; init; }

    /// <summary>A decision that is vouched for by less does not count.</summary>
    public Assurance RequiredAssurance { get; init; } = Assurance.Unsigned;

    public ServiceLevels ServiceLevels { get; init; } = new();

    public BusinessCalendar Calendar { get; init; } = BusinessCalendar.Default;

    public ReminderSettings Reminders { get; init; } = new();

    /// <summary>The stricter of both: a branch cannot take back what the target branch demands, but it can demand more.</summary>
    public ExceptionProcess AtLeast(ExceptionProcess other) =>
        this with
        {
            RequireRequests = RequireRequests || other.RequireRequests,
            RequiredAssurance =
                RequiredAssurance > other.RequiredAssurance ? RequiredAssurance : other.RequiredAssurance,
        };

    /// <summary>
    /// Whose members are asked to review a merge request; by default the runbook's: the platform team and the security team.
    /// </summary>
    public ImmutableArray<string> ReviewerRoles { get; init; } = ["platform_team", "security_lead"];
}
