namespace AmiGovernance.Aws.Protocol;

/// <summary>A request whose type does not tell its operation.</summary>
internal interface INamedRequest
{
    string Operation { get; }
}
