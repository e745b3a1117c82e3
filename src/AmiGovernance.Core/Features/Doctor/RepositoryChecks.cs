using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Validation;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>The cases that the files show.</summary>
internal sealed class RepositoryChecks
{
    /// <summary>What the runbook's own generator left for the organization's id.</summary>
    private const string Placeholder = "o-placeholder";

    private readonly DoctorRequest request;
    private readonly DateOnly today;
    private readonly DiagnosticBag configBag = new();
    private readonly DiagnosticBag recordBag = new();
    private readonly DiagnosticBag validation = new();

    public RepositoryChecks(IFileStore files, DoctorRequest request, DateOnly today)
    {
        this.request = request;
        this.today = today;
        var config = RepositoryFiles.ReadConfig(files, request.ConfigPath, configBag);
        Config = configBag.HasErrors ? null : config;
        Dist = RepositoryFiles.ReadDist(files, request.Folder, new DiagnosticBag());
        Log = DeploymentRecord.Read(files, recordBag);
        if (Config is not null)
            ValidateRepository.Run(new ValidateRequest(request.ConfigPath, request.Folder, today), files, validation);
    }

    /// <summary>Null when it has errors.</summary>
    public GovernanceConfig? Config { get; }

    public Dist Dist { get; }

    public DeploymentLog Log { get; }

    public IEnumerable<Check> All()
    {
        yield return Configuration();
        if (Config is { } config)
        {
            yield return AllowList();
            foreach (var check in ExpiredExceptions(config))
                yield return check;
            foreach (var check in Sizes())
                yield return check;
        }
        yield return Record();
    }

    private Check Configuration() =>
        Config is not null
            ? Check.Fine("configuration", $"{request.ConfigPath} can be read")
            : Check.Wrong(
                "configuration",
                configBag.ToSorted().First(d => d.Severity == Severity.Error).Message,
                "nothing is generated from a configuration with errors",
                "amigov validate"
            );

    /// <summary>Runbook: "Policy validation failed - allowlist mismatch".</summary>
    private Check AllowList()
    {
        var found = validation
            .ToSorted()
            .FirstOrDefault(d => d.Severity == Severity.Error && DistRules.All.Any(r => r.Descriptor == d.Descriptor));
        if (
            Dist.Files.Values.Any(f =>
                System.Text.Encoding.UTF8.GetString(f.Bytes.Span).Contains(Placeholder, StringComparison.Ordinal)
            )
        )
            return Check.Wrong(
                "allow-list",
                $"a file in {request.Folder} holds `{Placeholder}`",
                "it comes from the runbook's own generator; a service control policy needs no organization id",
                "amigov generate"
            );
        return found is null
            ? Check.Fine("allow-list", $"{request.Folder} and both layers say what the configuration says")
            : Check.Wrong(
                "allow-list",
                $"{found.Location.Source.Path}: {found.Message}",
                "files were edited by hand, or the configuration changed since they were generated",
                $"amigov generate && amigov validate; `git diff {request.ConfigPath} {request.Folder}` shows by whom"
            );
    }

    /// <summary>Runbook: "Exception account still shows as expired in CI".</summary>
    private IEnumerable<Check> ExpiredExceptions(GovernanceConfig config)
    {
        var expired = config
            .Exceptions.Where(e =>
                ExceptionStatus.Of(e, today, config.Policy.WarningDays).State == ExceptionState.Expired
            )
            .ToList();
        if (expired.Count == 0)
            yield return Check.Fine("exceptions", config.Exceptions.IsEmpty ? "there are none" : "none has ended");
        foreach (var exception in expired)
            yield return Check.Wrong(
                "exceptions",
                $"the exception for {exception.AccountId} ended on {exception.ExpiresOn?.Text() ?? "a date that cannot be read"}",
                "an exception that has ended stays in the configuration until it is removed, and fails the daily check",
                $"remove its entry from {request.ConfigPath}, or extend `expires_on` with a new approval; then amigov generate"
            );
    }

    private IEnumerable<Check> Sizes()
    {
        var near = new List<string>();
        if (Dist.DeclarativeTree is { } declarative)
            Near(
                near,
                DistFiles.Declarative,
                JsonNodeWriter.Minified(declarative.Root),
                PolicyQuotas.DeclarativeCharacters
            );
        foreach (var (tree, policy) in Dist.ServiceControlPolicies)
            Near(near, tree.Source.Path, JsonText.ToText(PolicyWriter.Minified(policy)), PolicyQuotas.ScpCharacters);
        yield return near.Count == 0
            ? Check.Fine("policy-size", "all documents are well below AWS's quotas")
            : Check.Wrong(
                "policy-size",
                string.Join("; ", near),
                "AWS counts every character and refuses what is larger",
                "fewer owners or criteria; `amigov generate` shows how much is used"
            );
    }

    private static void Near(List<string> near, string name, string content, int quota)
    {
        var used = JsonText.Characters(System.Text.Encoding.UTF8.GetBytes(content));
        if (used >= quota * PolicyQuotas.WarningShare)
            near.Add(
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{name} has {used} of {quota} characters"
                )
            );
    }

    private Check Record()
    {
        if (recordBag.HasErrors)
            return Check.Wrong(
                "record",
                recordBag.ToSorted()[0].Message,
                "promotion and rollback rest on the record",
                "bring deployments/log.jsonl back from version control; amigov history --verify"
            );
        if (Log.Unfinished.FirstOrDefault(e => e.Event == DeploymentEvent.Started) is { } start)
            return Check.Wrong(
                "record",
                $"deployment {start.Deployment} did not end",
                "the organization is between two states",
                "run the same command again; it goes on from there"
            );
        return Log.Entries.IsEmpty
            ? Check.Fine("record", "nothing is deployed yet")
            : Check.Fine("record", $"{Plural.Of(Log.Deployments.Count(), "deployment")}, the chain holds");
    }

    /// <summary>Runbook: "Legitimate workload blocked after enforcement".</summary>
    public static Check BlockedLaunches(AllowedImagesState? mode, bool staged) =>
        mode == AllowedImagesState.Enabled || staged
            ? new Check("blocked-launches", CheckOutcome.Fine, "launches are enforced")
            {
                Command =
                    "a launch was blocked: `amigov explain --from-error TEXT` says why; in an emergency `amigov rollback --to audit_mode`",
            }
            : Check.Fine("blocked-launches", "nothing is enforced, so no launch is blocked by these policies");
}
