using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>
/// Account status reports of declarative policies (EC2 API reference, "StartDeclarativePoliciesReport"), on the two image
/// attributes. AWS documents neither the columns of the file nor the names of the attributes; docs/reference/sandbox.md has ours.
/// </summary>
internal sealed class StatusReports(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    private const string Kind = "status_report";
    private static readonly string[] Attributes = ["image_block_public_access", "allowed_images_settings"];

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
        if (
            call.Account != World.Organization.ManagementAccount.Value
            && !World.DelegatedAdministrators.Contains((call.Account, "ec2.amazonaws.com"))
        )
            throw new SandboxException(
                "UnauthorizedOperation",
                "Only the management account or a delegated administrator for ec2.amazonaws.com can do this.",
                403
            );
    }

    private JsonObject Start(SandboxCall call)
    {
        var (name, target) = (call.Input.Required("S3Bucket"), call.Input.Required("TargetId"));
        CheckCaller(call);
        if (!World.TrustedServices.Contains("ec2.amazonaws.com"))
            throw new SandboxException(
                "OperationNotPermitted",
                "Trusted access for Amazon EC2 must be enabled in AWS Organizations."
            );
        if (AccountsUnder(target).Count == 0)
            throw new SandboxException("InvalidParameterValue", $"The target '{target}' does not exist.");
        if (World.Buckets.Find(name) is not { } bucket || bucket.Region != call.Region)
            throw new SandboxException(
                "InvalidParameterValue",
                $"The bucket '{name}' does not exist in {call.Region}."
            );
        if (Own(call).Any(r => (string?)r.Body["status"] == "running"))
            throw new SandboxException("OperationNotPermitted", "Another report is being generated.");
        var id = World.NewId("p-", 17);
        World.Resources.Put(
            new SandboxResource(
                Kind,
                call.Account,
                call.Region,
                id,
                new JsonObject
                {
                    ["reportId"] = id,
                    ["s3Bucket"] = name,
                    ["s3Prefix"] = call.Input.Text("S3Prefix"),
                    ["targetId"] = target,
                    ["startTime"] = AmiGovernance.Sandbox.Protocols.Answer.IsoTime(call.Now),
                    ["status"] = "running",
                }
            )
        );
        World.Changes++;
        return new JsonObject { ["reportId"] = id };
    }

    /// <summary>A report is running when it is first looked at; then it is made.</summary>
    private JsonObject Describe(SandboxCall call)
    {
        CheckCaller(call);
        var ids = call.Input.Texts("ReportId");
        if (ids.FirstOrDefault(id => World.Resources.Find(Kind, call.Account, call.Region, id) is null) is { } missing)
            throw NoReport(missing);
        var page = Paging.Ec2.Of(call, Own(call).Where(r => ids.IsEmpty || ids.Contains(r.Name)));
        var answer = new JsonObject
        {
            ["reportSet"] = Ec2Shapes.List(page.Items, r => r.Body.DeepClone()),
            ["nextToken"] = page.NextToken,
        };
        foreach (var report in page.Items.Where(r => (string?)r.Body["status"] == "running"))
            Complete(call, report);
        return answer;
    }

    private JsonObject Summary(SandboxCall call)
    {
        CheckCaller(call);
        var report = Find(call);
        if ((string?)report.Body["status"] != "complete")
            throw new SandboxException("InvalidParameterValue", "The report is not complete.");
        var accounts = AccountsUnder((string?)report.Body["targetId"] ?? "");
        var answer = (JsonObject)report.Body.DeepClone();
        answer.Remove("status");
        answer["numberOfAccounts"] = accounts.Count;
        answer["numberOfFailedAccounts"] = 0;
        answer["attributeSummarySet"] = Ec2Shapes.List(
            Attributes,
            attribute =>
            {
                var values = accounts
                    .SelectMany(a =>
                        World.Ec2.Regions.Select(r => (Account: a, Region: r, Value: Value(attribute, a, r)))
                    )
                    .ToList();
                var most = values
                    .GroupBy(v => v.Value)
                    .OrderByDescending(g => g.Count())
                    .ThenBy(g => g.Key, StringComparer.Ordinal)
                    .First()
                    .Key;
                int Matching(string? region) =>
                    values
                        .Where(v => region is null || v.Region == region)
                        .GroupBy(v => v.Account)
                        .Count(g => g.All(v => v.Value == most));
                return new JsonObject
                {
                    ["attributeName"] = attribute,
                    ["mostFrequentValue"] = most,
                    ["numberOfMatchedAccounts"] = Matching(null),
                    ["numberOfUnmatchedAccounts"] = accounts.Count - Matching(null),
                    ["regionalSummarySet"] = Ec2Shapes.List(
                        World.Ec2.Regions,
                        r => new JsonObject
                        {
                            ["regionName"] = r,
                            ["numberOfMatchedAccounts"] = Matching(r),
                            ["numberOfUnmatchedAccounts"] = accounts.Count - Matching(r),
                        }
                    ),
                };
            }
        );
        return answer;
    }

    private JsonObject Cancel(SandboxCall call)
    {
        CheckCaller(call);
        var report = Find(call);
        if ((string?)report.Body["status"] != "running")
            throw new SandboxException("OperationNotPermitted", "The report is not running.");
        report.Body["status"] = "cancelled";
        report.Body["endTime"] = AmiGovernance.Sandbox.Protocols.Answer.IsoTime(call.Now);
        return Ec2Shapes.Return;
    }

    private void Complete(SandboxCall call, SandboxResource report)
    {
        report.Body["status"] = "complete";
        report.Body["endTime"] = AmiGovernance.Sandbox.Protocols.Answer.IsoTime(call.Now);
        World.Changes++;
        var (bucket, prefix, target) = (
            (string?)report.Body["s3Bucket"] ?? "",
            (string?)report.Body["s3Prefix"],
            (string?)report.Body["targetId"] ?? ""
        );
        var file = string.Create(
            CultureInfo.InvariantCulture,
            $"ec2_{target}_{report.Name}_{call.Now.UtcDateTime:yyyyMMdd'T'HHmm'Z'}.csv"
        );
        World
            .Buckets.Find(bucket)
            ?.Objects.Put(
                new StoredObject(
                    string.IsNullOrEmpty(prefix) ? file : $"{prefix.TrimEnd('/')}/{file}",
                    Csv(target),
                    call.Now
                )
                {
                    ContentType = "text/csv",
                }
            );
    }

    private byte[] Csv(string target)
    {
        var csv = new StringBuilder("accountId,region,attribute,value,managedBy\n");
        foreach (var account in AccountsUnder(target))
        foreach (var region in World.Ec2.Regions)
        foreach (var attribute in Attributes)
        {
            var managed =
                attribute == Attributes[0]
                    ? Guard.PublicAccessIn(account, region).Managed
                    : Guard.AllowedImagesIn(account, region).Managed;
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{account},{region},{attribute},{Value(attribute, account, region)},{(managed ? "declarative-policy" : "account")}\n"
            );
        }
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private string Value(string attribute, string account, string region) =>
        attribute == Attributes[0]
            ? Guard.PublicAccessIn(account, region).Blocks
                ? "block-new-sharing"
                : "unblocked"
            : Ec2Shapes.ApiName(Guard.AllowedImagesIn(account, region).Policy.State);

    /// <summary>Of a root, organizational unit or account: the active accounts below it.</summary>
    private List<string> AccountsUnder(string target) =>
        [
            .. World
                .Organization.Accounts.Where(a =>
                    a.State == AccountState.Active && World.Lookup.Index.PathTo(a.Id.Value).Contains(target)
                )
                .Select(a => a.Id.Value)
                .Order(StringComparer.Ordinal),
        ];

    private IEnumerable<SandboxResource> Own(SandboxCall call) => World.Resources.Of(Kind, call.Account, call.Region);

    private SandboxResource Find(SandboxCall call) =>
        World.Resources.Find(Kind, call.Account, call.Region, call.Input.Required("ReportId"))
        ?? throw NoReport(call.Input.Required("ReportId"));

    private static SandboxException NoReport(string id) =>
        new("InvalidParameterValue", $"The report '{id}' does not exist.");
}
