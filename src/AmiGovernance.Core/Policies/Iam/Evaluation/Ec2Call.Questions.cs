using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>The questions that EC2 asks the policies about a call, one for each resource, with what of them is not known.</summary>
public sealed partial record Ec2Call
{
    /// <summary>What a launch makes: its id is not known when EC2 asks, so that the ARN ends in `*` (EC2 error texts).</summary>
    private static readonly string[] Made = ["instance", "volume", "network-interface", "spot-instances-request"];

    /// <summary>Looked up once, for tables of many calls.</summary>
    private static class Keys
    {
        public static readonly ConditionKey Owner = ConditionKey.Of("ec2:Owner");
        public static readonly ConditionKey ImageId = ConditionKey.Of("ec2:ImageID");
        public static readonly ConditionKey IsPublic = ConditionKey.Of("ec2:Public");
        public static readonly ConditionKey ResourceAccount = ConditionKey.Of("aws:ResourceAccount");
        public static readonly ConditionKey Account = ConditionKey.Of("aws:PrincipalAccount");
        public static readonly ConditionKey PrincipalArn = ConditionKey.Of("aws:PrincipalArn");
        public static readonly ConditionKey IsService = ConditionKey.Of("aws:PrincipalIsAWSService");
        public static readonly ConditionKey RequestedRegion = ConditionKey.Of("aws:RequestedRegion");
        public static readonly ConditionKey Region = ConditionKey.Of("ec2:Region");
        public static readonly ConditionKey Time = ConditionKey.Of("aws:CurrentTime");
        public static readonly ConditionKey EpochTime = ConditionKey.Of("aws:EpochTime");
    }

    /// <summary>
    /// One for each resource of the action, those that it needs first; one for each that the call names. Images are taken as backed by
    /// EBS, so that a launch makes a volume. An action without resources asks about `*`.
    /// </summary>
    public ImmutableArray<CallQuestion> Questions() => Questions(action => action.Resources);

    /// <param name="asked">Of an action's resources those that are asked about; never none.</param>
    internal ImmutableArray<CallQuestion> Questions(Func<ActionDefinition, ImmutableArray<ActionResource>> asked)
    {
        var action = ActionTable.Service("ec2")?.Find(Action[(Action.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        if (action is null || action.Resources.IsEmpty)
            return [Question(action, null, Common("*"))];
        var resources = asked(action);
        if (IsWithoutImage)
            resources = resources.RemoveAll(r => r.Type.Name == "image");
        if (resources is [var only] && !NamesAll)
            return [.. On(only.Type).Select(request => Question(action, only, request))];
        return
        [
            .. resources
                .Where(r => !NamesAll || IsTouched(r))
                .OrderByDescending(IsTouched)
                .DistinctBy(r => r.Type.Name)
                .SelectMany(resource => On(resource.Type).Select(request => Question(action, resource, request))),
        ];
    }

    /// <summary>
    /// Of the whole call: an explicit deny on any resource that it touches, else a missing allow on one; allowed where there is none.
    /// </summary>
    public Decision Decide(Func<CallQuestion, Decision> judge)
    {
        var decided = Decision.NotGoverned;
        foreach (var question in Questions())
        {
            if (!question.IsTouched)
                continue;
            var decision = judge(question);
            if (decision.Outcome == Outcome.ExplicitDeny)
                return decision;
            if (decision.Outcome == Outcome.ImplicitDeny && decided.Outcome == Outcome.Allowed)
                decided = decision;
        }
        return decided;
    }

    private bool IsTouched(ActionResource resource)
    {
        return resource.Required
            || resource.Type.Name == "image" && (ImageId is not null || !NamesAll)
            || GuardedActions.MakesVolume(Action, resource)
            || resource.Type.Name == "key-pair" && Context.ContainsKey("ec2:KeyPairName")
            || NamedKinds.Contains(resource.Type.Name)
            || Named(resource.Type.Name).Any();
    }

    private CallQuestion Question(ActionDefinition? action, ActionResource? resource, RequestContext request)
    {
        var type = resource?.Type.Name ?? "";
        bool IsCarried(string key) =>
            action?.Carries(key, resource is null ? [] : [resource]) ?? ActionTable.IsCarriedByAll(key);
        foreach (var (key, value) in Context)
            if (value.Length > 0 && IsCarried(key) && !request.TryGet(ConditionKey.Of(key), out _))
                request.Set(key, value);

        // IAM user guide, "AWS global condition context keys": always in the request, and false for the principals of accounts.
        if (IsOfAccount && !request.TryGet(Keys.IsService, out _))
            request.Set(Keys.IsService, ["false"]);
        var facts = new OpenFacts(
            key => IsCarried(key.Name) && !Context.ContainsKey(key.Name),
            IsIdOpen(type),
            Session is null ? [] : [.. SessionArn.PossibleArns(PrincipalArn)]
        )
        {
            MayLack = IsOwnerOpen(type) ? Keys.Owner : null,
        };
        return new CallQuestion(request, facts, type, resource is null || IsTouched(resource));
    }

    /// <summary>
    /// The Service Authorization Reference lists the owner of an image that a call makes; whether requests carry it is not measured.
    /// </summary>
    private bool IsOwnerOpen(string type) =>
        type == "image" && GuardedActions.MakesImage(Action) && !CarriesOwner && !Context.ContainsKey(Keys.Owner.Name);

    private bool IsOfAccount =>
        PrincipalArn.Contains(":iam:", StringComparison.Ordinal)
        || PrincipalArn.Contains(":federated-user/", StringComparison.Ordinal);

    /// <summary>The resources of a type that the call names.</summary>
    private IEnumerable<string> Named(string type) =>
        NamedResources.Where(named =>
            Arn.TryParse(named, out var arn)
            && arn.Service == "ec2"
            && arn.Resource.StartsWith($"{type}/", StringComparison.Ordinal)
        );

    private bool IsIdOpen(string type)
    {
        if (type.Length == 0 || Named(type).Any())
            return false;
        if (type == "image")
            return ImageId is null && GuardedActions.IsLaunch(Action);
        return !GuardedActions.IsLaunch(Action) || !Made.Contains(type);
    }

    private IEnumerable<RequestContext> On(ResourceType type)
    {
        var named = Named(type.Name).ToList();
        if (named.Count > 0)
            return named.Select(arn => type.Name == "image" ? OnImage(arn) : OnNamed(type.Name, arn));
        if (type.Name != "image")
            return [OnAny(type)];
        return GuardedActions.IsCopy(Action) && IsOnOther ? [OnImage(), OnCopy()] : [OnImage()];
    }

    /// <summary>Whether the image is known to be another than the one that the call makes.</summary>
    private bool IsOnOther => ImageId is not (null or "*") || ImageOwner is not null && ImageOwner != Account.Value;

    private RequestContext OnCopy()
    {
        var made = this with
        {
            ImageId = "*",
            ImageOwner = Account.Value,
            ImageOwnerAccount = Account.Value,
            ImageIsPublic = null,
        };
        return made.OnImage();
    }

    /// <summary>With the key that has the id, where there is one (Service Authorization Reference for EC2).</summary>
    private RequestContext OnNamed(string type, string arn)
    {
        var request = Common(arn);
        var id = arn[(arn.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var key = type switch
        {
            "subnet" => "ec2:SubnetID",
            "security-group" => "ec2:SecurityGroupID",
            "key-pair" => "ec2:KeyPairName",
            "placement-group" => "ec2:PlacementGroupName",
            "snapshot" => "ec2:SnapshotID",
            "network-interface" => "ec2:NetworkInterfaceID",
            _ => null,
        };
        return key is null || id == "*" ? request : request.Set(key, id);
    }

    /// <summary>Some resources, such as snapshots, have no account in their ARN; of those that are shared it is not known.</summary>
    private RequestContext OnAny(ResourceType type)
    {
        var hasAccount = type.ArnPatterns.All(arn => arn.Split(':', 6) is not [_, _, _, _, "", _]);
        var owner = SharedResources.Contains(type.Name) && IsIdOpen(type.Name) ? "*" : Account.Value;
        var account = hasAccount ? owner : "";
        return Common($"arn:{Partition.Name()}:ec2:{Region}:{account}:{type.Name}/*");
    }

    /// <summary>The new image of a creating call is the caller's; a copy is asked about on its source, too.</summary>
    private string? Owner => ImageOwner ?? (IsNew ? Account.Value : null);

    private bool IsNew =>
        GuardedActions.IsCreation(Action) && !Action.EndsWith("CopyImage", StringComparison.OrdinalIgnoreCase);

    private RequestContext OnImage() => OnImage($"arn:{Partition.Name()}:ec2:{Region}::image/{ImageId ?? "*"}");

    private RequestContext OnImage(string resource)
    {
        var request = Common(resource);
        var isSaid = GuardedActions.MakesImage(Action) && Context.ContainsKey(Keys.Owner.Name);
        if (Owner is { } owner && !isSaid)
            request.Set(Keys.Owner, [owner]);
        var isCopy = GuardedActions.IsCopy(Action);
        // Of a copy's source AWS says that the key is `*`, too, and nobody has measured it: it is left open.
        if (ImageId is not null && (!isCopy || ImageId == "*"))
            request.Set(Keys.ImageId, [ImageId]);
        if (!isCopy && (ImageOwnerAccount ?? (IsNew ? Account.Value : null)) is { } account)
            request.Set(Keys.ResourceAccount, [account]);
        if (ImageIsPublic is { } isPublic)
            request.Set(Keys.IsPublic, [isPublic ? "true" : "false"]);
        return request;
    }

    private RequestContext Common(string resource)
    {
        var request = new RequestContext { Action = Action, Resource = resource }
            .Set(Keys.Account, [Account.Value])
            .Set(Keys.RequestedRegion, [Region.Value])
            .Set(Keys.Region, [Region.Value])
            .Set(Keys.Time, [Time.IsoText()])
            .Set(Keys.EpochTime, [Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)]);
        return PrincipalArn.StartsWith("arn:", StringComparison.Ordinal)
            ? request.Set(Keys.PrincipalArn, [PrincipalArn])
            : request;
    }
}
