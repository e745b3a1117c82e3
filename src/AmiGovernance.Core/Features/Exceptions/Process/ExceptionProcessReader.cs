using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;

namespace AmiGovernance.Core.Features.Exceptions.Process;

/// <summary>Reads `config/exception_process.json`; what it does not say is as the runbook has it.</summary>
internal static class ExceptionProcessReader
{
    public static readonly string[] RootKeys =
    [
        "$schema",
        "require_requests",
        "required_assurance",
        "service_levels",
        "calendar",
        "reminders",
        "merge_requests",
    ];

    public static readonly string[] ServiceLevelKeys =
    [
        "review_business_days",
        "implementation_business_days",
        "total_business_days",
    ];

    public static readonly string[] MergeRequestKeys = ["reviewer_roles"];

    private const int MostDays = 366;

    private static readonly SourceUpkeep Upkeep = new() { DescribedBy = "amigov schema exception_process" };

    /// <summary>Null with a report when the file is not usable.</summary>
    public static ExceptionProcess? Read(SourceText source, DiagnosticBag bag) =>
        SoundDocument.Read(source.KeptBy(Upkeep), RootKeys, bag, Read);

    private static ExceptionProcess Read(ObjectReader root)
    {
        root.Text("$schema");
        var usual = new ExceptionProcess();
        return new ExceptionProcess
        {
            RequireRequests = root.Boolean("require_requests") ?? usual.RequireRequests,
            RequiredAssurance = root.Choice("required_assurance", Assurances.Required) ?? usual.RequiredAssurance,
            ServiceLevels = ReadLevels(root) ?? usual.ServiceLevels,
            Calendar = CalendarReader.Read(root) ?? usual.Calendar,
            Reminders = ReminderSettingsReader.Read(root) ?? usual.Reminders,
            ReviewerRoles = ReadReviewers(root) ?? usual.ReviewerRoles,
        };
    }

    private static ServiceLevels? ReadLevels(ObjectReader root)
    {
        if (root.OpenAt("service_levels", ServiceLevelKeys) is not { } entry)
            return null;
        var usual = new ServiceLevels();
        return new ServiceLevels(
            entry.Integer("review_business_days", 1, MostDays) ?? usual.Review,
            entry.Integer("implementation_business_days", 1, MostDays) ?? usual.Implementation,
            entry.Integer("total_business_days", 1, MostDays) ?? usual.Total
        );
    }

    private static ImmutableArray<string>? ReadReviewers(ObjectReader root)
    {
        var entry = root.OpenAt("merge_requests", MergeRequestKeys);
        return entry?.Node["reviewer_roles"] is null
            ? null
            : entry.Values("reviewer_roles", 0, int.MaxValue, n => entry.Text(n));
    }
}
