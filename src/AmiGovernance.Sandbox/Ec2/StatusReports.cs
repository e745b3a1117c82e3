using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>
/// Account status reports of declarative policies (EC2 API reference, "StartDeclarativePoliciesReport"), on the two image
/// attributes.
/// </summary>
internal sealed class StatusReports(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    private const string Kind = "status_report";
    private const string Service = "ec2.amazonaws.com";

    private const string Running = "running";
    private const string Complete = "complete";

    private readonly StatusAttributes attributes = new(world, guard);

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["StartDeclarativePoliciesReport"] = Start,
            ["DescribeDeclarativePoliciesReports"] = Describe,
            ["GetDeclarativePoliciesReportSummary"] = Summary,
            ["CancelDeclarativePoliciesReport"] = Cancel,
        };

    private void CheckCaller(SandboxCall call)
    {
        Begin(call);
        if (!World.IsManagement(call.Account) && !World.DelegatedAdministrators.Contains((call.Account, Service)))
            throw new SandboxException(
                "UnauthorizedOperation",
                "Only the management account or a delegated administrator for ec2.amazonaws.com can do this.",
                403
            );
    }

    private JsonObject Start(SandboxCall call)
    {
        var (bucket, target) = (call.Input.Required("S3Bucket"), call.Input.Required("TargetId"));
        CheckCaller(call);
        CheckMayStart(call, bucket, target);
        var id = World.NewId("p-", 17);
        var body = new JsonObject
        {
            ["reportId"] = id,
            ["s3Bucket"] = bucket,
            ["s3Prefix"] = call.Input.Text("S3Prefix"),
            ["targetId"] = target,
            ["startTime"] = call.Now.WireText(),
            ["status"] = Running,
        };
        World.Put(new SandboxResource(Kind, call.Place, id, body));
        return new JsonObject { ["reportId"] = id };
    }

    private void CheckMayStart(SandboxCall call, string bucket, string target)
    {
        if (!World.TrustedServices.Contains(Service))
            throw NotPermitted("Trusted access for Amazon EC2 must be enabled in AWS Organizations.");
        if (AccountsUnder(target).Count == 0)
            throw InvalidValue($"The target '{target}' does not exist.");
        if (World.Buckets.Find(bucket)?.Region != call.Region)
            throw InvalidValue($"The bucket '{bucket}' does not exist in {call.Region}.");
        if (Own(call).Any(IsRunning))
            throw NotPermitted("Another report is being generated.");
    }

    /// <summary>A report is running when it is first looked at; then it is made.</summary>
    private JsonObject Describe(SandboxCall call)
    {
        CheckCaller(call);
        var named = Named(Own(call), call.Input.Texts("ReportId"), r => r.Name, NoReport);
        var page = Paging.Ec2.Of(call, named);
        var answer = Ec2Shapes.Page("reportSet", page, r => r.Body.DeepClone());
        foreach (var report in page.Items.Where(IsRunning))
            Finish(call, report);
        return answer;
    }

    private JsonObject Summary(SandboxCall call)
    {
        CheckCaller(call);
        var report = Find(call);
        if (report.Text("status") != Complete)
            throw InvalidValue("The report is not complete.");
        var accounts = AccountsUnder(Target(report));
        var answer = (JsonObject)report.Body.DeepClone();
        answer.Remove("status");
        answer["numberOfAccounts"] = accounts.Count;
        answer["numberOfFailedAccounts"] = 0;
        answer["attributeSummarySet"] = attributes.Summary(accounts);
        return answer;
    }

    private JsonObject Cancel(SandboxCall call)
    {
        CheckCaller(call);
        var report = Find(call);
        if (!IsRunning(report))
            throw NotPermitted("The report is not running.");
        End(call, report, "cancelled");
        return Ec2Shapes.Return;
    }

    private static void End(SandboxCall call, SandboxResource report, string status)
    {
        report.Body["status"] = status;
        report.Body["endTime"] = call.Now.WireText();
    }

    private void Finish(SandboxCall call, SandboxResource report)
    {
        End(call, report, Complete);
        World.Changes++;
        var target = Target(report);
        var content = Encoding.UTF8.GetBytes(attributes.Csv(AccountsUnder(target)));
        var stored = new StoredObject(Key(call, report), content, call.Now) { ContentType = "text/csv" };
        World.Buckets.Find(report.Text("s3Bucket") ?? "")?.Objects.Put(stored);
    }

    private static string Key(SandboxCall call, SandboxResource report)
    {
        var file = string.Create(
            CultureInfo.InvariantCulture,
            $"ec2_{Target(report)}_{report.Name}_{call.Now.UtcDateTime:yyyyMMdd'T'HHmm'Z'}.csv"
        );
        var prefix = report.Text("s3Prefix");
        return string.IsNullOrEmpty(prefix) ? file : $"{prefix.TrimEnd('/')}/{file}";
    }

    /// <summary>Of a root, organizational unit or account: the active accounts below it.</summary>
    private List<AccountId> AccountsUnder(string target) =>
        [
            .. World
                .Organization.Accounts.Where(a => a.State == AccountState.Active)
                .Select(a => a.Id)
                .Where(id => World.Lookup.Index.PathTo(id.Value).Contains(target))
                .Order(),
        ];

    private IEnumerable<SandboxResource> Own(SandboxCall call) => World.Resources.Of(Kind, call.Place);

    private SandboxResource Find(SandboxCall call)
    {
        var id = call.Input.Required("ReportId");
        return World.Resources.Find(Kind, call.Place, id) ?? throw NoReport(id);
    }

    private static bool IsRunning(SandboxResource report) => report.Text("status") == Running;

    private static string Target(SandboxResource report) => report.Text("targetId") ?? "";

    private static SandboxException NoReport(string id) => InvalidValue($"The report '{id}' does not exist.");
}
