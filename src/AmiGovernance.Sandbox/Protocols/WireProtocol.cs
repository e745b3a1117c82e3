namespace AmiGovernance.Sandbox.Protocols;

/// <summary>The protocols of AWS's service models that the sandbox speaks; one port serves all of them.</summary>
internal enum WireProtocol
{
    /// <summary>`awsJson1_0` and `awsJson1_1`: the operation is in `X-Amz-Target`.</summary>
    Json,

    /// <summary>`restJson1`, of Account Management, whose paths are the names of the operations.</summary>
    RestJson,

    /// <summary>`smithy-rpc-v2-cbor`, which newer clients choose for CloudWatch: the operation is in the path.</summary>
    Cbor,

    /// <summary>`awsQuery`: a form with `Action`, answered in XML.</summary>
    Query,

    /// <summary>`ec2Query`: the same with lists and errors of another form.</summary>
    Ec2,

    /// <summary>`restXml`, of S3: method and path say what is asked.</summary>
    RestXml,
}
