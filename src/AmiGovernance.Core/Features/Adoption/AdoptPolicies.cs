using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>Reads the policies of an organization that govern images, and proposes the configuration that says the same.</summary>
public sealed class AdoptPolicies
{
    private readonly AdoptionRequest request;
    private readonly DiagnosticBag bag;
    private readonly List<(FoundPolicy Policy, PolicyDocument Document)> scps = [];
    private readonly List<ReadDeclarative> declaratives = [];
    private readonly List<NotCarried> notCarried = [];
    private readonly List<FoundPolicy> unread = [];

    private AdoptPolicies(AdoptionRequest request, DiagnosticBag bag) => (this.request, this.bag) = (request, bag);

    /// <summary>Null with a report when there is nothing to adopt, or somebody must choose.</summary>
    public static AdoptionReport? Run(AdoptionRequest request, DiagnosticBag bag) =>
        new AdoptPolicies(request, bag).Run();

    private AdoptionReport? Run()
    {
        var found = new FindPolicies(request, bag).Run();
        if (bag.HasErrors)
            return null;
        foreach (var policy in found)
            Read(policy);
        var (scp, declarative) = (ReadScps.Of(scps), new DeclarativeFacts(declaratives));
        notCarried.AddRange([.. declarative.NotCarried, .. scp.NotCarried]);
        foreach (var contradiction in declarative.Contradictions.Concat(scp.Contradictions))
            bag.Add(
                About(
                    AdoptionDiagnostics.Contradiction,
                    contradiction,
                    "choose what is read with `--policy NAME`, several times for several policies"
                )
            );
        return bag.HasErrors ? null : Propose(found, scp, declarative);
    }

    private static Diagnostic About(DiagnosticDescriptor descriptor, string message, string help) =>
        Diagnostic.About("organization", descriptor, Sanitize.Text(message), help);

    private void Read(FoundPolicy found)
    {
        if (found.Policy.Type == OrganizationPolicyType.DeclarativePolicyEc2)
        {
            var tree = JsonParser.Read(found.Policy.Source).IfSound;
            var declarative = DeclarativePolicyParser.Read(found.Policy.Source);
            if (tree is not null && declarative.IfSound is { } meaning)
                declaratives.Add(new ReadDeclarative(found, tree, meaning));
            else
                NotRead(found, declarative.Findings);
            return;
        }
        var read = PolicyParser.Read(found.Policy.Source, PolicyType.ServiceControlPolicy);
        if (read.IfSound is { } document)
            scps.Add((found, document));
        else
            NotRead(found, read.Findings);
    }

    private void NotRead(FoundPolicy found, ImmutableArray<Diagnostic> findings)
    {
        unread.Add(found);
        var why = findings.FirstOrDefault(f => f.Severity == Severity.Error)?.Message ?? "it is no policy document";
        bag.Add(
            About(
                AdoptionDiagnostics.NotRead,
                $"{found.Words} is left out: {why}",
                "`amigov lint` says what is wrong with the document"
            )
        );
    }

    private AdoptionReport? Propose(ImmutableArray<FoundPolicy> found, ScpFacts scp, DeclarativeFacts declarative)
    {
        if (scps.Count == 0 && declaratives.Count == 0)
        {
            bag.Add(
                About(AdoptionDiagnostics.NothingFound, "no policy that governs images can be read", FindPolicies.Begin)
            );
            return null;
        }
        var adopted = new DeriveConfiguration(request, scp, declarative, notCarried).Run();
        if (adopted.Publishers.All(p => !p.IsOps))
        {
            bag.Add(
                About(
                    AdoptionDiagnostics.NoOpsPublisher,
                    "no account of the organization is on the lists of the policies, and a configuration needs one",
                    "name the account that publishes images with `--ops-account ID`: its images are allowed then"
                )
            );
            return null;
        }
        var mode = adopted.Policy.EnforcementMode ?? AllowedImagesState.AuditMode;
        adopted = adopted with { Targets = [OrganizationTarget.Root] };
        if (Generate(adopted, mode) is not { } ours)
            return null;

        var naming = new AdoptionNaming(request.Organization, found, ours, scp, declarative);
        adopted = naming.Name(adopted);
        if (naming.StartsInAudit)
            adopted = adopted with { Policy = adopted.Policy with { EnforcementMode = AllowedImagesState.AuditMode } };
        return Report(new Proposal(adopted, ours, scp, declarative), naming);
    }

    /// <summary>Null with a report when AWS takes no such policies.</summary>
    private GeneratedPolicies? Generate(AdoptedConfiguration adopted, AllowedImagesState mode)
    {
        var source = new SourceText("config/ami_publishers.json", AdoptedConfigurationWriter.Write(adopted));
        var config = ConfigReader.Read(source, bag);
        if (config is null || bag.HasErrors)
            return null;
        var found = new DiagnosticBag();
        var generated = PolicyGenerator.Generate(config, request.AsOf, mode, found);
        bag.AddRange(found.ToSorted().Where(d => d.Severity == Severity.Error));
        return generated;
    }

    private sealed record Proposal(
        AdoptedConfiguration Config,
        GeneratedPolicies Ours,
        ScpFacts Scps,
        DeclarativeFacts Declaratives
    );

    private static string NoteOn(FoundPolicy unread) =>
        $"{unread.Words} cannot be read: what it blocks today is not known, and counts as nothing in all that is said here";

    private FoundPolicy Unread(FoundPolicy policy) =>
        unread.Exists(p => p.Policy.Id == policy.Policy.Id) ? policy with { Reason = "it cannot be read" } : policy;

    private AdoptionReport Report(Proposal proposal, AdoptionNaming naming)
    {
        var (config, ours, scp, declarative) = proposal;
        ImmutableArray<Statement> statements = [.. ours.ServiceControlPolicies.SelectMany(p => p.Statements)];
        var theirs = declarative.Read.IsEmpty ? null : declarative.Meaning;
        var difference = ComparePolicies.Between(
            new ComparedPolicies(theirs, [.. scp.Statements]),
            new ComparedPolicies(ours.Declarative, statements)
        );
        return new AdoptionReport(
            [.. naming.Fates().Select(Unread)],
            AdoptedConfigurationWriter.Write(config),
            difference
        )
        {
            Mode = config.Policy.EnforcementMode ?? ours.Mode,
            StartsInAudit = naming.StartsInAudit,
            Declarative = On(
                OrganizationPolicyType.DeclarativePolicyEc2,
                theirs is null ? LayerVerdict.New : LayerVerdicts.Of(theirs, ours.Declarative)
            ),
            Scp = On(
                OrganizationPolicyType.ServiceControlPolicy,
                scp.Statements.Count == 0 ? LayerVerdict.New : LayerVerdicts.Of(difference.Scp)
            ),
            NotCarried = [.. notCarried.Distinct(), .. AdoptionNotes.LostActions(scp, statements)],
            Added = [.. AddedByOurs.Find(ours, scp, declarative, config), .. naming.AddedTargets(config)],
            Notes = [.. unread.Select(NoteOn), .. AdoptionNotes.Of(config, naming, request)],
            Carrier = request.Carrier ?? Carrier.Amigov,
            IsWhole = unread.Count == 0,
        };

        LayerVerdict On(OrganizationPolicyType type, LayerVerdict verdict)
        {
            var known = unread.Exists(p => p.Policy.Type == type) ? verdict.WithUnread() : verdict;
            return naming.Added(type, config).IsEmpty ? known : known.OnMoreTargets();
        }
    }
}
