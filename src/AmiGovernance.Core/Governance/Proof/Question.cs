using System.Collections.Concurrent;
using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Which resources of a call are looked at.</summary>
internal enum Asked
{
    /// <summary>
    /// Those that every such call touches, and the image; for a launch a call besides that makes a volume: what the engine asks for a call.
    /// </summary>
    Always,

    /// <summary>Those that only some such calls name.</summary>
    Sometimes,

    /// <summary>Those that every such call touches, and for each of the others a call that names it too.</summary>
    Each,

    /// <summary>The image alone.</summary>
    Image,

    /// <summary>All of them.</summary>
    All,
}

/// <summary>A call as far as the resources go that it touches.</summary>
/// <param name="Named">The kind of resource that it names and other calls of the action do not; null where there is none.</param>
internal sealed record AskedCall(string? Named, ImmutableArray<Question> Questions)
{
    /// <summary>What it touches besides the call that names nothing more; all where there is no such call.</summary>
    public ImmutableArray<Question> Own { get; private init; } = Questions;

    /// <summary>One that touches what another call touches too.</summary>
    public AskedCall Beside(AskedCall other) => this with { Questions = [.. other.Questions, .. Questions] };
}

/// <summary>One resource of a call, of which EC2 asks whether the call may touch it.</summary>
/// <param name="Definition">Null for an action that the table does not know.</param>
/// <param name="Resource">Null for actions without resources, which are asked about `*`.</param>
internal sealed record Question(string Action, ActionDefinition? Definition, ActionResource? Resource)
{
    public const string Image = "image";
    public const string Volume = "volume";

    public string Type => Resource?.Type.Name ?? "*";

    /// <summary>Whether it is about an image that is there already; the image that a call creates has no id yet.</summary>
    public bool IsOnImage => IsEc2Image && (IsSource || !GuardedActions.IsCreation(Action));

    /// <summary>Other services have images, too.</summary>
    private bool IsEc2Image => Type == Image && Definition is { Service: "ec2" };

    /// <summary>Whether it is about the image that is copied.</summary>
    public bool IsSource { get; private init; }

    /// <summary>Whether it is about the image that a copy makes, whose owner is the caller.</summary>
    public bool IsCopy => IsEc2Image && !IsSource && GuardedActions.IsCopy(Action);

    private static readonly ConcurrentDictionary<(string Action, Asked Asked), ImmutableArray<AskedCall>> Known = new();

    /// <summary>The calls that are looked at, each with what EC2 asks about it.</summary>
    public static ImmutableArray<AskedCall> Calls(string action, Asked asked) =>
        Known.GetOrAdd((action, asked), key => Find(key.Action, key.Asked));

    private static ImmutableArray<AskedCall> Find(string action, Asked asked)
    {
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        var service = ActionTable.Service(action[..Math.Max(colon, 0)]);
        if (service?.Find(action[(colon + 1)..]) is not { Resources.IsEmpty: false } definition)
        {
            var alone = new Question(action, service?.Find(action[(colon + 1)..]), null);
            return [new AskedCall(null, asked == Asked.Sometimes ? [] : [alone])];
        }
        var ofType = definition
            .Resources.DistinctBy(r => r.Type.Name)
            .Select(r => (Resource: r, Call: new AskedCall(r.Type.Name, [.. Of(action, definition, r)])))
            .ToList();
        // Where the reference marks no resource as required, a call names one of them: an image or a snapshot, say.
        var isChoice = asked is Asked.Always or Asked.Each && !definition.Resources.Any(r => r.Required);
        if (isChoice)
            return [.. ofType.Select(r => r.Call)];
        var together = ofType.Where(r => IsTogether(action, r.Resource, asked)).SelectMany(r => r.Call.Questions);
        var call = new AskedCall(null, [.. together]);
        var further = ofType.Where(r => !IsAsked(r.Resource, asked) && IsBeside(action, r.Resource, asked));
        return [call, .. further.Select(r => r.Call.Beside(call))];
    }

    /// <summary>Whether a call that touches the resource too is looked at besides.</summary>
    private static bool IsBeside(string action, ActionResource resource, Asked asked) =>
        asked == Asked.Each || asked == Asked.Always && GuardedActions.MakesVolume(action, resource);

    private static IEnumerable<Question> Of(string action, ActionDefinition definition, ActionResource resource)
    {
        var question = new Question(action, definition, resource);
        return question.IsCopy ? [question with { IsSource = true }, question] : [question];
    }

    /// <summary>What a launch makes is looked at with all that it touches, not among what only some name.</summary>
    private static bool IsTogether(string action, ActionResource resource, Asked asked) =>
        IsAsked(resource, asked) && !(asked == Asked.Sometimes && GuardedActions.MakesVolume(action, resource));

    private static bool IsAsked(ActionResource resource, Asked asked)
    {
        var isAlways = resource.Required || resource.Type.Name == Image;
        return asked switch
        {
            Asked.Always or Asked.Each => isAlways,
            Asked.Sometimes => !isAlways,
            Asked.Image => resource.Type.Name == Image,
            _ => true,
        };
    }

    /// <summary>Whether a request can carry the key on this resource, by the Service Authorization Reference.</summary>
    public bool CanCarry(string key)
    {
        if (Definition is null)
            return true;
        if (!Listed.Any(start => key.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
            return !Definition.Lacks(key);
        return Definition.Carries(key, Resource is null ? [] : [Resource]);
    }

    /// <summary>Whether it is known that each request carries the key, with a value that belongs to the image.</summary>
    /// <param name="key">In lower case.</param>
    public bool TellsOfImage(string key) =>
        IsOnImage && Atom.OnImage.Contains(key) && CanCarry(key) && !IsIdOfSource(key);

    /// <summary>
    /// `ec2:ImageID` cannot name the source of a copy: AWS says that it always is `*` there (EC2 user guide, "ec2:ResourceID condition
    /// keys"), and since copies are authorized on their source nobody has measured it.
    /// </summary>
    private bool IsIdOfSource(string key) => IsSource && key == Atom.ImageId;

    /// <summary>The beginnings of keys that the reference lists for the actions and resources that carry them.</summary>
    private static readonly string[] Listed = ["ec2:", "aws:RequestTag/", "aws:ResourceTag/", "aws:TagKeys"];
}
