using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>One resource that a call touches, or may touch.</summary>
/// <param name="Type">Such as `image`; empty for calls without resources.</param>
/// <param name="IsTouched">Every such call touches one; otherwise it depends on what the call names.</param>
public sealed record CallQuestion(RequestContext Request, OpenFacts Facts, string Type, bool IsTouched);

/// <summary>All questions of a call, with what of them is not known.</summary>
public sealed partial record Ec2Call
{
    /// <summary>What a launch makes: its id is not known when EC2 asks, so that the ARN ends in `*` (EC2 error texts).</summary>
    private static readonly string[] Made = ["instance", "volume", "network-interface", "spot-instances-request"];

    /// <summary>
    /// One for each resource of the action, those that it needs first. Images are taken as backed by EBS, so that a launch makes a volume.
    /// </summary>
    public ImmutableArray<CallQuestion> AllQuestions() => AllQuestions(_ => true);

    /// <param name="isAsked">Leaves out resources on which the answer is known; the image is always asked about.</param>
    internal ImmutableArray<CallQuestion> AllQuestions(Func<ActionResource, bool> isAsked)
    {
        var action = ActionTable.Service("ec2")?.Find(Action[(Action.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        if (action is null || action.Resources.IsEmpty)
            return [Question(action, null, Common("*"))];
        var asked = action.Resources.Where(r => r.Type.Name == "image" || isAsked(r)).ToList();
        // Something must answer, for a call that nothing allows is denied.
        IReadOnlyCollection<ActionResource> resources = asked.Count > 0 ? asked : action.Resources;
        return
        [
            .. resources
                .OrderByDescending(IsTouched)
                .DistinctBy(r => r.Type.Name)
                .Select(resource => Question(action, resource, On(resource.Type))),
        ];
    }

    private bool IsTouched(ActionResource resource)
    {
        var isLaunch = GuardedActions.IsLaunch(Action);
        return resource.Required
            || resource.Type.Name == "image"
            || isLaunch && resource.Type.Name == "volume"
            || resource.Type.Name == "key-pair" && Context.ContainsKey("ec2:KeyPairName")
            || IsNamed(resource.Type.Name);
    }

    private CallQuestion Question(ActionDefinition? action, ActionResource? resource, RequestContext request)
    {
        var type = resource?.Type.Name ?? "";
        if (IsNamed(type))
            request.Resource = NamedResource ?? request.Resource;
        bool IsCarried(string key) =>
            action?.Carries(key, resource is null ? [] : [resource]) ?? ActionTable.IsCarriedByAll(key);
        foreach (var (key, value) in Context)
            if (value.Length > 0 && IsCarried(key) && !request.TryGet(ConditionKey.Of(key), out _))
                request.Set(key, value);

        // IAM user guide, "AWS global condition context keys": always in the request, and false for a role or user.
        var isService = ConditionKey.Of("aws:PrincipalIsAWSService");
        if (PrincipalArn.Contains(":iam:", StringComparison.Ordinal) && !request.TryGet(isService, out _))
            request.Set(isService, ["false"]);
        var facts = new OpenFacts(
            key => IsCarried(key.Name) && !Context.ContainsKey(key.Name),
            IsIdOpen(type),
            Session is null ? [] : [.. SessionArn.PossibleArns(PrincipalArn)]
        );
        return new CallQuestion(request, facts, type, resource is null || IsTouched(resource));
    }

    private bool IsNamed(string type) =>
        type.Length > 0
        && Arn.TryParse(NamedResource ?? "", out var arn)
        && arn.Service == "ec2"
        && arn.Resource.StartsWith($"{type}/", StringComparison.Ordinal);

    private bool IsIdOpen(string type)
    {
        if (type.Length == 0 || IsNamed(type))
            return false;
        if (type == "image")
            return ImageId is null && GuardedActions.IsLaunch(Action);
        return !GuardedActions.IsLaunch(Action) || !Made.Contains(type);
    }
}
