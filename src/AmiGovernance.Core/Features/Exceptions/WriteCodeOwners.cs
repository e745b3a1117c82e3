using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

public enum CodeOwnersOutcome
{
    UpToDate,
    Written,
    Stale,
}

/// <summary>Writes CODEOWNERS from the list of approvers, or says whether it is stale.</summary>
public static class WriteCodeOwners
{
    private const string ByHand =
        $"enter what it says in `code_owners` of {Approvers.Path}, then remove it and run the command again";

    private static readonly string[] Always = ["/config/", "/requests/", "/dist/", $"/{CodeOwners.Path}"];

    private static readonly string[] WhereThere =
    [
        "/deployments/",
        "/facts/",
        "/reminders/",
        "/triage/",
        "/.gitlab-ci.yml",
        "/.github/",
        "/.gitlab/",
        "/.ci/",
        "/.gitattributes",
    ];

    /// <summary>
    /// Null with a report when the configuration or the list cannot be read, or when CODEOWNERS was written by hand. A role that a
    /// type needs and nobody holds is a warning.
    /// </summary>
    /// <param name="configPath">The configuration's.</param>
    /// <param name="checkOnly">Whether nothing is written.</param>
    /// <param name="files">The working folder.</param>
    /// <param name="bag">Takes what is wrong with the files.</param>
    public static CodeOwnersOutcome? Run(string configPath, bool checkOnly, IFileStore files, DiagnosticBag bag)
    {
        if (
            RepositoryFiles.ReadConfig(files, configPath, bag) is not { } config
            || files.Read(Approvers.Path, bag) is not { } source
            || ApproversReader.Read(source, bag) is not { } approvers
            || bag.HasErrors
        )
            return null;

        ReportEmptyRoles(config, approvers, bag);
        ReportUnowned(approvers, files, bag);
        var bytes = Encoding.UTF8.GetBytes(CodeOwners.Text(approvers));
        var written = files.Exists(CodeOwners.Path) ? files.Read(CodeOwners.Path, bag) : null;
        if (written?.HasBytes(bytes) == true)
            return CodeOwnersOutcome.UpToDate;
        if (checkOnly)
            return CodeOwnersOutcome.Stale;
        return
            Replacement.IsOwn(CodeOwners.Path, CodeOwners.IsGenerated, ByHand, files, bag)
            && files.Write("", [new GeneratedFile(CodeOwners.Path, bytes)], bag)
            ? CodeOwnersOutcome.Written
            : null;
    }

    /// <summary>
    /// Whoever changes what decides (the configuration, the requests, what is deployed, what was measured, CI and this list) must be asked
    /// about. What of it there is, the files tell.
    /// </summary>
    private static void ReportUnowned(Approvers approvers, IFileStore files, DiagnosticBag bag)
    {
        // Where nobody holds a role, nobody can be asked about anything, as is said of the roles.
        if (!approvers.InRoles.Any())
            return;
        foreach (var path in Always.Concat(WhereThere.Where(p => IsThere(p[1..], files))))
            if (!approvers.CodeOwners.Any(o => Covers(o, path, approvers)))
                Report(
                    $"nobody must be asked about changes of `{path}`",
                    "enter it in `code_owners`, with roles that somebody holds"
                );
        if (files.Exists(CodeOwners.GitHubPath))
            Report(
                $"GitHub reads `{CodeOwners.GitHubPath}` in the place of `{CodeOwners.Path}`",
                "enter what it says in `code_owners`, and remove it"
            );

        void Report(string message, string help) =>
            bag.Report(
                ApprovalDiagnostics.NoOwner,
                approvers.Tree.At((approvers.Tree.Root as JsonObject)?["code_owners"] ?? approvers.Tree.Root),
                message,
                help
            );
    }

    private static bool IsThere(string path, IFileStore files) =>
        path.EndsWith('/') ? files.List(path.TrimEnd('/')).Any() : files.Exists(path);

    private static bool Covers(OwnedPath owned, string path, Approvers approvers) =>
        path.StartsWith(owned.Path, StringComparison.Ordinal)
        && (owned.Path.EndsWith('/') || owned.Path == path)
        && owned.Roles.Any(r => !approvers.Members(r).IsEmpty);

    private static void ReportEmptyRoles(GovernanceConfig config, Approvers approvers, DiagnosticBag bag)
    {
        foreach (var type in config.ExceptionTypes.Values)
        foreach (var role in type.ApproverRoles.Where(r => approvers.Members(r).IsEmpty))
            bag.Report(
                ApprovalDiagnostics.EmptyRole,
                approvers.Tree.At(approvers.Tree.Root),
                $"nobody holds the role `{role}`, so no exception of type `{type.Name}` can be approved",
                "enter its members in `roles`"
            );
    }
}
