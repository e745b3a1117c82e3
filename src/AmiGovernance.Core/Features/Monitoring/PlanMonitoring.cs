using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>Compares what is watched with what should be.</summary>
public sealed class PlanMonitoring(IMonitoring aws)
{
    /// <summary>Metric filters exist for this class alone (CloudWatch Logs user guide, "Log classes").</summary>
    private const string Standard = "STANDARD";

    private const int MostNames = 5;

    /// <summary>Null with a report when there is no plan. Throws <see cref="AwsException"/>.</summary>
    public async Task<MonitoringPlan?> Run(
        MonitoringInput input,
        MonitoringPlace place,
        bool adopt,
        bool delete,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var where = SourceLocation.OfFile(SourceText.Missing($"{place.Account} {place.Region}"));
        var group = delete ? null : await aws.FindLogGroup(input.LogGroup, cancel);
        if (group is null && !delete)
        {
            bag.Report(
                MonitoringDiagnostics.NoLogGroup,
                where,
                $"there is no log group `{input.LogGroup}`",
                await Similar(input.LogGroup, cancel)
            );
            return null;
        }
        if (group is { Class: not ("" or Standard) })
        {
            bag.Report(
                MonitoringDiagnostics.NoLogGroup,
                where,
                $"the log group `{group.Name}` is of class {group.Class}, which has no metric filters",
                "let the trail deliver to a log group of class STANDARD; the class of a log group cannot be changed"
            );
            return null;
        }
        var plan = MonitoringPlanner.Plan(input, place, await aws.Read(place, cancel), adopt, delete);
        foreach (var problem in plan.Problems)
            bag.Report(MonitoringDiagnostics.NotOurs, where, Visible.Text(problem), null);
        return plan.Problems.IsEmpty ? plan : null;
    }

    private async Task<string> Similar(string name, CancellationToken cancel)
    {
        const string advice =
            "`aws cloudtrail describe-trails --query 'trailList[].CloudWatchLogsLogGroupArn'` names the one that the trail delivers to; it is in the trail's own account and Region";
        foreach (var text in new[] { name.Trim('/'), "trail", "Trail" })
        {
            var found = await aws.SearchLogGroups(text, cancel);
            if (!found.IsEmpty)
                return $"there is {string.Join(", ", found.Take(MostNames).Select(f => $"`{Visible.Text(f)}`"))}{(found.Length > MostNames ? ", …" : "")}; {advice}";
        }
        return advice;
    }
}
