using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Validation;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>The cases that the files show.</summary>
internal sealed class RepositoryChecks
{
    /// <summary>What the runbook's own generator left for the organization's id.</summary>
    private const string Placeholder = "o-placeholder";

    private readonly IFileStore files;
    private readonly DoctorRequest request;
    private readonly DateOnly today;
    private readonly Reading<GovernanceConfig> config;
    private readonly Reading<DeploymentLog> log;
    private readonly Reading<ValidateResult> validation;

    public RepositoryChecks(IFileStore files, DoctorRequest request, DateOnly today)
    {
        this.files = files;
        this.request = request;
        this.today = today;
        config = Reading.Of(bag => RepositoryFiles.ReadConfig(files, request.ConfigPath, bag));
        log = DeploymentRecord.Read(files);
        var validate = new ValidateRequest(request.ConfigPath, request.Folder, today);
        validation = Reading.Of(bag => ValidateRepository.Run(validate, files, null, bag));
    }

    /// <summary>Null when it has errors.</summary>
    public GovernanceConfig? Config => config.IfSound;

    private KnownFacts Facts => Config?.Facts ?? KnownFacts.Assumed;

    public DeploymentLog Log => log.Value ?? DeploymentLog.Empty;

    public IEnumerable<Check> All()
    {
        yield return files.Exists(request.ConfigPath) ? Configuration() : NoConfiguration();
        if (Config is { } sound && validation.Value?.Dist is { } dist)
        {
            yield return AllowList(dist);
            foreach (var check in ExpiredExceptions(sound))
                yield return check;
            yield return Sizes(dist);
        }
        yield return Record();
    }

    private Check Configuration() =>
        Config is not null
            ? Check.Fine("configuration", $"{request.ConfigPath} can be read")
            : Check.Wrong(
                "configuration",
                config.Findings.First(d => d.Severity == Severity.Error).Message,
                "nothing is generated from a configuration with errors",
                "amigov validate"
            );

    private Check NoConfiguration() =>
        Check.Wrong(
            "configuration",
            $"there is no {request.ConfigPath} here",
            "everything else follows from the configuration: who may publish images",
            "amigov init",
            "it makes a repository here; in another folder, run the doctor there"
        );

    /// <summary>Runbook: "Policy validation failed - allowlist mismatch".</summary>
    private Check AllowList(Dist dist)
    {
        if (dist.Files.Values.Any(f => Encoding.UTF8.GetString(f.Bytes.Span).Contains(Placeholder)))
            return Check.Wrong(
                "allow-list",
                $"a file in {request.Folder} holds `{Placeholder}`",
                "it comes from the runbook's own generator; a service control policy needs no organization id",
                "amigov generate"
            );
        var found = validation.Findings.FirstOrDefault(d =>
            d.Severity == Severity.Error && DistRules.All.Any(r => r.Descriptor == d.Descriptor)
        );
        return found is null
            ? Check.Fine("allow-list", $"{request.Folder} and both layers say what the configuration says")
            : Check.Wrong(
                "allow-list",
                $"{found.Location.Source.Path}: {found.Message}",
                "files were edited by hand, or the configuration changed since they were generated",
                $"{ShellText.Of($"git diff -- {request.ConfigPath} {request.Folder}")}\namigov generate\namigov validate",
                "the first shows what was edited"
            );
    }

    /// <summary>Runbook: "Exception account still shows as expired in CI".</summary>
    private IEnumerable<Check> ExpiredExceptions(GovernanceConfig sound)
    {
        var expired = sound.Exceptions.Where(e => IsExpired(e, sound.Policy.WarningDays)).ToList();
        if (expired.Count > 0)
            return expired.Select(Expired);
        var found = sound.Exceptions.IsEmpty ? "there are none" : "none has ended";
        return [Check.Fine("exceptions", found)];
    }

    private bool IsExpired(ExceptionAccount exception, int warningDays) =>
        ExceptionStatus.Of(exception, today, warningDays).State == ExceptionState.Expired;

    private Check Expired(ExceptionAccount exception)
    {
        var end = exception.ExpiresOn?.Text() ?? "a date that cannot be read";
        return Check.Wrong(
            "exceptions",
            $"the exception for {exception.AccountId} ended on {end}",
            "an exception that has ended stays in the configuration until it is removed, and fails the daily check",
            "amigov exception prune",
            "it removes what has ended; `amigov exception extend` asks for more time,"
                + " and `amigov exception implement` puts in what is approved"
        );
    }

    private Check Sizes(Dist dist)
    {
        if (dist.ServiceControlPolicies.IsEmpty && dist.DeclarativeTree is null)
            return Check.NotLooked("policy-size", "there is no document to measure");
        var near = dist
            .ServiceControlPolicies.Select(p => ServiceControl(p.Tree.Source.Path, p.Policy))
            .Prepend(dist.DeclarativeTree is { } tree ? Declarative(tree) : null)
            .OfType<string>()
            .ToList();
        return near.Count == 0
            ? Check.Fine("policy-size", "all documents are well below AWS's quotas")
            : Check.Wrong(
                "policy-size",
                string.Join("; ", near),
                "AWS counts every character and refuses what is larger",
                command: null,
                "fewer owners or criteria; `amigov generate` shows how much is used"
            );
    }

    private static string? Declarative(JsonDocumentTree tree) =>
        Near(DistFiles.Declarative, JsonNodeWriter.Minified(tree.Root), PolicyQuotas.DeclarativeCharacters);

    private string? ServiceControl(string path, PolicyDocument policy) =>
        Near(path, JsonText.ToText(PolicyWriter.Minified(policy)), Facts.ScpCharacters.Value);

    /// <summary>Null for a document well below its quota.</summary>
    private static string? Near(string name, string content, int quota)
    {
        var used = JsonText.Characters(Encoding.UTF8.GetBytes(content));
        return used < quota * PolicyQuotas.WarningShare
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{name} has {used} of {quota} characters");
    }

    private Check Record()
    {
        if (log.IfSound is null)
            return Check.Wrong(
                "record",
                log.Findings[0].Message,
                "promotion and rollback rest on the record",
                "amigov history --verify",
                "bring `deployments/` back from version control first"
            );
        if (Log.LastUnfinishedStart is { } start)
            return Check.Wrong(
                "record",
                $"deployment {start.Deployment} did not end",
                "the organization is between two states",
                command: null,
                $"{start.GoOn}; it goes on from there"
            );
        return Log.Entries.IsEmpty
            ? Check.Fine("record", "there is none yet: nothing was deployed from this folder")
            : Check.Fine("record", $"{Plural.Of(Log.Deployments.Count(), "deployment")}, the chain holds");
    }
}
