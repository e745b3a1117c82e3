using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>AWS Organizations: who may call what, and the calls themselves.</summary>
internal sealed class OrganizationsService : IService
{
    /// <summary>Organizations API reference: only the management account, whatever was delegated.</summary>
    private static readonly string[] ManagementOnly =
    [
        "EnableAWSServiceAccess",
        "DisableAWSServiceAccess",
        "RegisterDelegatedAdministrator",
        "DeregisterDelegatedAdministrator",
        "PutResourcePolicy",
        "DeleteResourcePolicy",
        "CreateOrganizationalUnit",
        "MoveAccount",
    ];

    private static readonly string[] NamesOfResources =
    [
        "PolicyId",
        "TargetId",
        "ResourceId",
        "RootId",
        "ParentId",
        "ChildId",
        "AccountId",
        "OrganizationalUnitId",
    ];

    private readonly SandboxWorld world;
    private readonly Guard guard;

    public OrganizationsService(SandboxWorld world, Guard guard)
    {
        (this.world, this.guard) = (world, guard);
        IService[] parts =
        [
            new StructureReads(world),
            new PolicyReads(world, guard),
            new PolicyCalls(world),
            new DelegationCalls(world),
            new StructureCalls(world),
        ];
        Operations = parts
            .SelectMany(p => p.Operations)
            .ToDictionary(o => o.Key, o => Guarded(o.Value), StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, Operation> Operations { get; }

    private Operation Guarded(Operation operation) =>
        call =>
        {
            var questions = Questions(call);
            CheckAccount(call, questions);
            guard.Authorize(call, questions);
            return operation(call);
        };

    /// <summary>Organizations API reference, "Reference: API operations by account".</summary>
    private void CheckAccount(SandboxCall call, RequestContext[] questions)
    {
        if (world.IsManagement(call.Account) || IsOfEveryAccount(call))
            return;
        if (ManagementOnly.Contains(call.Operation))
            throw NotTheManagementAccount();
        if (!IsDelegatedRead(call) && !DelegationPolicy.Allows(world, call, questions))
            throw NotTheManagementAccount();
    }

    /// <summary>Any account may ask what organization it is in, and under which effective policy it is itself.</summary>
    private static bool IsOfEveryAccount(SandboxCall call) =>
        call.Operation switch
        {
            "DescribeOrganization" => true,
            "DescribeEffectivePolicy" => (call.Input.Text("TargetId") ?? call.Account.Value) == call.Account.Value,
            _ => false,
        };

    private static SandboxException NotTheManagementAccount() =>
        new("AccessDeniedException", "You don't have permissions to access this resource.");

    /// <summary>An account that is a delegated administrator of any service may read.</summary>
    private bool IsDelegatedRead(SandboxCall call) =>
        (
            call.Operation.StartsWith("Describe", StringComparison.Ordinal)
            || call.Operation.StartsWith("List", StringComparison.Ordinal)
        ) && world.DelegatedAdministrators.Any(d => d.Account == call.Account);

    /// <summary>One question for each resource that the call names, `*` for none.</summary>
    private RequestContext[] Questions(SandboxCall call)
    {
        var action = $"organizations:{call.Operation}";
        var takesResources = ActionTable.Service("organizations")?.Find(call.Operation) is { Resources.IsEmpty: false };
        var shapes = new OrganizationShapes(world, world.Organization);
        var resources = takesResources
            ? NamesOfResources.Select(call.Input.Text).OfType<string>().Select(shapes.Arn).ToList()
            : [];
        if (resources.Count == 0)
            resources.Add("*");
        return [.. resources.Select(r => WithKeys(call, new RequestContext { Action = action, Resource = r }))];
    }

    /// <summary>Service Authorization Reference, "Condition keys for AWS Organizations".</summary>
    private RequestContext WithKeys(SandboxCall call, RequestContext question)
    {
        if (PolicyType(call) is { } type)
            question.Set("organizations:PolicyType", type);
        if (call.Input.Text("ServicePrincipal") is { } service)
            question.Set("organizations:ServicePrincipal", service);
        return question;
    }

    /// <summary>Named by the call, or that of the policy which it names.</summary>
    private string? PolicyType(SandboxCall call)
    {
        var named = call.Operation == "CreatePolicy" ? "Type" : "PolicyType";
        if ((call.Input.Text(named) ?? call.Input.Text("Filter")) is { } type)
            return type;
        // What is tagged can be a policy, too.
        var resource = call.Input.Text("PolicyId") ?? call.Input.Text("ResourceId");
        var policy = resource is null ? null : world.Organization.Policy(resource);
        return policy?.Type.Name();
    }
}
