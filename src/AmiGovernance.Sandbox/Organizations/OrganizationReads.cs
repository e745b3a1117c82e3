using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>Lists and descriptions. They may lag behind changes (<see cref="SandboxWorld.ReadLag"/>).</summary>
internal sealed class OrganizationReads(SandboxWorld world, Guard guard) : IService
{
    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["DescribeOrganization"] = _ => new JsonObject { ["Organization"] = Shapes.Organization() },
            ["ListRoots"] = call => List(call, "Roots", [Now.RootId], _ => Shapes.Root()),
            ["ListAccounts"] = call => List(call, "Accounts", Now.Accounts, Shapes.Account),
            ["DescribeAccount"] = call => new JsonObject
            {
                ["Account"] = Shapes.Account(
                    Lookup.Account(call.Input.Required("AccountId"))
                        ?? throw new SandboxException(
                            "AccountNotFoundException",
                            "You specified an account that doesn't exist."
                        )
                ),
            },
            ["ListAccountsForParent"] = call => List(call, "Accounts", Lookup.AccountsOf(Parent(call)), Shapes.Account),
            ["ListOrganizationalUnitsForParent"] = call =>
                List(call, "OrganizationalUnits", Lookup.UnitsOf(Parent(call)), Shapes.Unit),
            ["DescribeOrganizationalUnit"] = call => new JsonObject
            {
                ["OrganizationalUnit"] = Shapes.Unit(
                    Lookup.Unit(call.Input.Required("OrganizationalUnitId"))
                        ?? throw new SandboxException(
                            "OrganizationalUnitNotFoundException",
                            "We can't find an OU with the OrganizationalUnitId that you specified."
                        )
                ),
            },
            ["ListChildren"] = ListChildren,
            ["ListParents"] = ListParents,
            ["ListPolicies"] = call => Policies(call, Now.Policies),
            ["ListPoliciesForTarget"] = call => Policies(call, [.. Lookup.AttachedTo(Target(call)).Select(Policy)]),
            ["ListTargetsForPolicy"] = call =>
                List(call, "Targets", Lookup.TargetsOf(Policy(call.Input.Required("PolicyId")).Id), Shapes.Target),
            ["DescribePolicy"] = call => new JsonObject
            {
                ["Policy"] = Shapes.Policy(Policy(call.Input.Required("PolicyId"))),
            },
            ["ListTagsForResource"] = ListTags,
            ["DescribeEffectivePolicy"] = DescribeEffective,
            ["ListAccountsWithInvalidEffectivePolicy"] = ListInvalid,
            ["ListEffectivePolicyValidationErrors"] = ListErrors,
            ["ListAWSServiceAccessForOrganization"] = call =>
                List(
                    call,
                    "EnabledServicePrincipals",
                    world.TrustedServices,
                    s => new JsonObject { ["ServicePrincipal"] = s, ["DateEnabled"] = OrganizationShapes.Founded }
                ),
            ["ListDelegatedAdministrators"] = ListAdministrators,
            ["ListDelegatedServicesForAccount"] = ListServices,
        };

    private Organization Now => world.Shown;

    private OrganizationLookup Lookup => world.Find(Now);

    private OrganizationShapes Shapes => new(world, Now);

    private static JsonObject List<T>(SandboxCall call, string name, IEnumerable<T> items, Func<T, JsonObject> shape)
    {
        var page = Paging.Organizations.Of(call, items);
        return new JsonObject { [name] = new JsonArray([.. page.Items.Select(shape)]), ["NextToken"] = page.NextToken };
    }

    /// <summary>A page is cut before it is filtered, so that one can be empty and still have a next one, as AWS warns.</summary>
    private JsonObject Policies(SandboxCall call, IEnumerable<OrganizationPolicy> policies)
    {
        var type = OrganizationErrors.PolicyType(call, "Filter");
        var page = Paging.Organizations.Of(call, policies);
        return new JsonObject
        {
            ["Policies"] = new JsonArray([.. page.Items.Where(p => p.Type == type).Select(Shapes.Summary)]),
            ["NextToken"] = page.NextToken,
        };
    }

    private JsonObject ListChildren(SandboxCall call)
    {
        var parent = Parent(call);
        var type = call.Input.Required("ChildType");
        var ids = type switch
        {
            "ACCOUNT" => Lookup.AccountsOf(parent).Select(a => a.Id.Value),
            "ORGANIZATIONAL_UNIT" => Lookup.UnitsOf(parent).Select(u => u.Id),
            _ => throw OrganizationErrors.InvalidInput("INVALID_ENUM", "You specified an invalid value for ChildType."),
        };
        return List(call, "Children", ids, id => new JsonObject { ["Id"] = id, ["Type"] = type });
    }

    private JsonObject ListParents(SandboxCall call)
    {
        var child = call.Input.Required("ChildId");
        var parent =
            Lookup.Account(child)?.ParentId
            ?? Lookup.Unit(child)?.ParentId
            ?? throw new SandboxException(
                "ChildNotFoundException",
                "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified."
            );
        return List(
            call,
            "Parents",
            [parent],
            id => new JsonObject { ["Id"] = id, ["Type"] = id == Now.RootId ? "ROOT" : "ORGANIZATIONAL_UNIT" }
        );
    }

    private JsonObject ListTags(SandboxCall call)
    {
        var id = call.Input.Required("ResourceId");
        var tags = id.StartsWith("p-", StringComparison.Ordinal)
            ? Policy(id).Tags
            : OrganizationTags.Of(world, Known(id));
        return List(call, "Tags", tags, t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value });
    }

    private JsonObject DescribeEffective(SandboxCall call)
    {
        OrganizationErrors.CheckEffectiveType(call);
        var target = call.Input.Text("TargetId") ?? call.Account;
        if (Lookup.Account(target) is null)
            throw new SandboxException(
                "TargetNotFoundException",
                "We can't find a root, OU, account, or policy with the TargetId that you specified."
            );
        return guard.View.Effective(target).Merged.Json is not { } content
            ? throw new SandboxException(
                "EffectivePolicyNotFoundException",
                "If you ran this action on the management account, this policy type is not enabled. If you ran the action on a member account, the account doesn't have an effective policy of this type."
            )
            : new JsonObject
            {
                ["EffectivePolicy"] = new JsonObject
                {
                    ["PolicyContent"] = content,
                    ["LastUpdatedTimestamp"] = call.Now,
                    ["TargetId"] = target,
                    ["PolicyType"] = OrganizationPolicyType.DeclarativePolicyEc2.Name(),
                },
            };
    }

    private JsonObject ListInvalid(SandboxCall call)
    {
        OrganizationErrors.CheckEffectiveType(call);
        var answer = List(
            call,
            "Accounts",
            Now.Accounts.Where(a => !guard.View.Effective(a.Id.Value).IsValid),
            Shapes.Account
        );
        answer["PolicyType"] = OrganizationPolicyType.DeclarativePolicyEc2.Name();
        return answer;
    }

    private JsonObject ListErrors(SandboxCall call)
    {
        OrganizationErrors.CheckEffectiveType(call);
        var id = call.Input.Required("AccountId");
        if (Lookup.Account(id) is null)
            throw new SandboxException("AccountNotFoundException", "You specified an account that doesn't exist.");
        var effective = guard.View.Effective(id);
        var contributing = new[] { id }
            .Concat(Lookup.Index.PathTo(id))
            .SelectMany(Lookup.AttachedTo)
            .Select(Policy)
            .Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2)
            .Select(p => p.Id)
            .Distinct();
        var answer = List(
            call,
            "EffectivePolicyValidationErrors",
            effective.Problems,
            problem => new JsonObject
            {
                ["ErrorCode"] = problem.Message.Contains("missing", StringComparison.Ordinal)
                    ? "KEY_REQUIRED"
                    : "INVALID_VALUE",
                ["ErrorMessage"] = problem.Message,
                ["PathToError"] = problem.Location.Pointer is { Length: > 0 } pointer ? pointer : "/",
                ["ContributingPolicies"] = new JsonArray([.. contributing.Select(p => (JsonNode)p)]),
            }
        );
        answer["AccountId"] = id;
        answer["PolicyType"] = OrganizationPolicyType.DeclarativePolicyEc2.Name();
        answer["Path"] = Shapes.Path(id);
        answer["EvaluationTimestamp"] = call.Now;
        return answer;
    }

    private JsonObject ListAdministrators(SandboxCall call)
    {
        var service = call.Input.Text("ServicePrincipal");
        var ids = world
            .DelegatedAdministrators.Where(d => service is null || d.Service == service)
            .Select(d => d.Account)
            .Distinct();
        return List(
            call,
            "DelegatedAdministrators",
            ids.Select(Lookup.Account).OfType<OrganizationAccount>(),
            a =>
            {
                var shape = Shapes.Account(a);
                shape.Remove("Paths");
                shape["DelegationEnabledDate"] = OrganizationShapes.Founded;
                return shape;
            }
        );
    }

    private JsonObject ListServices(SandboxCall call)
    {
        var id = call.Input.Required("AccountId");
        if (Lookup.Account(id) is null)
            throw new SandboxException("AccountNotFoundException", "You specified an account that doesn't exist.");
        var services = world.DelegatedAdministrators.Where(d => d.Account == id).Select(d => d.Service).ToList();
        if (services.Count == 0)
            throw new SandboxException(
                "AccountNotRegisteredException",
                "The specified account is not a delegated administrator for this AWS service."
            );
        return List(
            call,
            "DelegatedServices",
            services,
            s => new JsonObject { ["ServicePrincipal"] = s, ["DelegationEnabledDate"] = OrganizationShapes.Founded }
        );
    }

    private string Parent(SandboxCall call)
    {
        var parent = call.Input.Required("ParentId");
        return parent == Now.RootId || Lookup.Unit(parent) is not null
            ? parent
            : throw new SandboxException(
                "ParentNotFoundException",
                "We can't find a root or OU with the ParentId that you specified."
            );
    }

    private string Target(SandboxCall call) => Known(call.Input.Required("TargetId"));

    private string Known(string target) =>
        target == Now.RootId || Lookup.Unit(target) is not null || Lookup.Account(target) is not null
            ? target
            : throw OrganizationErrors.NoTarget();

    private OrganizationPolicy Policy(string id) => Now.Policy(id) ?? throw OrganizationErrors.NoPolicy(id);
}
