using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>Compares what is watched with what should be.</summary>
/// <param name="aws">What is there.</param>
public sealed class PlanMonitoring(IMonitoringReader aws)
{
    /// <summary>Metric filters exist for this class alone (CloudWatch Logs user guide, "Log classes").</summary>
    private const string Standard = "STANDARD";

    private const int MostNames = 5;

    private const string Advice =
        "`aws cloudtrail describe-trails --query 'trailList[].CloudWatchLogsLogGroupArn'` names the one that the trail delivers to; "
        + "it is in the trail's own account and Region";

    /// <summary>Null with a report when there is no plan. Throws <see cref="AwsException"/>.</summary>
    /// <param name="request">What is wanted, and where.</param>
    /// <param name="bag">Takes the reports.</param>
    /// <param name="cancel">Ends the calls.</param>
    public async Task<MonitoringPlan?> Run(MonitoringRequest request, DiagnosticBag bag, CancellationToken cancel)
    {
        var where = SourceLocation.OfFile(SourceText.Missing(request.Place.ToString()));
        if (!request.Deletes && !await CanBeWatched(request.Input.LogGroup, where, bag, cancel))
            return null;

        var planner = new MonitoringPlanner(request, await aws.Read(request.Place, cancel));
        foreach (var problem in planner.Problems)
            bag.Report(MonitoringDiagnostics.NotOurs, where, Sanitize.Text(problem));
        return planner.Problems.IsEmpty ? planner.Plan : null;
    }

    /// <summary>False with a report when the log group is not there, or has no metric filters.</summary>
    private async Task<bool> CanBeWatched(
        string name,
        SourceLocation where,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var group = await aws.FindLogGroup(name, cancel);
        if (group is null)
        {
            bag.Report(
                MonitoringDiagnostics.NoLogGroup,
                where,
                $"there is no log group `{name}`",
                await Similar(name, cancel)
            );
            return false;
        }

        // AWS does not always tell the class.
        if (group.Class is "" or Standard)
            return true;
        bag.Report(
            MonitoringDiagnostics.NoLogGroup,
            where,
            $"the log group `{group.Name}` is of class {group.Class}, which has no metric filters",
            "let the trail deliver to a log group of class STANDARD; the class of a log group cannot be changed"
        );
        return false;
    }

    private async Task<string> Similar(string name, CancellationToken cancel)
    {
        foreach (var text in new[] { name.Trim('/'), "trail", "Trail" })
        {
            var found = await aws.SearchLogGroups(text, cancel);
            if (found.IsEmpty)
                continue;
            var names = string.Join(", ", found.Take(MostNames).Select(f => $"`{Sanitize.Text(f)}`"));
            var more = found.Length > MostNames ? ", …" : "";
            return $"there is {names}{more}; {Advice}";
        }
        return Advice;
    }
}
