using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Handover.Formats;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Handover;

/// <summary>Makes what is wanted ready for a carrier: targets with their names, and what is there already.</summary>
/// <param name="organization">Null where nothing of it is known.</param>
internal sealed class CarriedPolicies(DesiredState desired, Organization? organization)
{
    private readonly OurPolicies? ours = organization is null ? null : new OurPolicies(organization, desired);
    private readonly OrganizationIndex? index = organization is null ? null : OrganizationIndex.Of(organization);

    /// <summary>Declarative policies come first.</summary>
    public ImmutableArray<CarriedPolicy> All()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. desired
                .Policies.OrderByDescending(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2)
                .Select(p => Of(p, Unique(FileName(p.Name), names))),
        ];
    }

    private CarriedPolicy Of(DesiredPolicy policy, string file)
    {
        var existing = ours?.Find(policy.Type, policy.Name);
        var isDeclarative = policy.Type == OrganizationPolicyType.DeclarativePolicyEc2;
        return new CarriedPolicy(policy, file, Targets(policy.Targets ?? desired.Targets))
        {
            Existing = existing,
            AttachedTo = existing is null || ours is null ? [] : [.. ours.TargetsOf(existing)],
            Mode = isDeclarative ? PolicyContent.State(policy.Content) : null,
        };
    }

    /// <summary>An organization has one root, however it is spelled.</summary>
    private ImmutableArray<CarriedTarget> Targets(ImmutableArray<string> targets) =>
        [
            .. targets
                .Select(Target)
                .GroupBy(t => t.Kind == TargetKind.Root ? OrganizationTarget.Root : t.Id, StringComparer.Ordinal)
                .Select(same => same.FirstOrDefault(t => t.Id is not null) ?? same.First()),
        ];

    private CarriedTarget Target(string target)
    {
        if (OrganizationTarget.IsRoot(target))
        {
            var id = target == OrganizationTarget.Root ? organization?.RootId : target;
            return new CarriedTarget(id, TargetKind.Root, [CarriedTarget.RootName]);
        }
        return AccountId.TryParse(target, out var account)
            ? new CarriedTarget(target, TargetKind.Account, NameOf(account))
            {
                IsAmbiguous = IsAmbiguous(account),
                Email = organization?.Account(account)?.Email ?? "",
            }
            : new CarriedTarget(target, TargetKind.Unit, NamesTo(target));
    }

    private ImmutableArray<string>? NameOf(AccountId id)
    {
        if (organization?.Account(id) is { } account)
            return [account.Name];
        return null;
    }

    private bool IsAmbiguous(AccountId id) =>
        organization?.Account(id) is { } account && organization.Accounts.Count(a => a.Name == account.Name) > 1;

    private ImmutableArray<string>? NamesTo(string unit)
    {
        if (organization is null || index is null || index.PathTo(unit) is not { IsEmpty: false } path)
            return null;
        return [.. path.Skip(1).Select(id => organization.Units.First(u => u.Id == id).Name)];
    }

    /// <summary>A name that every file system and every language of a carrier takes.</summary>
    private static string FileName(string name)
    {
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-'));
        return plain.Trim('.', '-', '_') is { Length: > 0 } text ? text : "policy";
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        // What a language makes of a name must differ: `a-b` and `a.b` are one name in Terraform, and `ab` too in CloudFormation.
        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? name : $"{name}-{number}";
            if (taken.Add(string.Concat(candidate.Where(char.IsAsciiLetterOrDigit))))
                return candidate;
        }
    }
}
