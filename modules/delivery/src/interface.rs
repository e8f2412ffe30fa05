//! What delivery takes from the other modules and gives to the root module.

use ::terraform::Map;

::terraform::inputs! {
    /// What delivery takes from the root module and from the services.
    pub struct Inputs => Variables {
        /// The AWS account in which everything stands.
        account_id: String,
        /// The cluster's ARN.
        cluster_arn: String,
        /// The ECS services' ARNs, by service.
        service_arns: Map<String>,
        /// The image repositories' ARNs, by service.
        repository_arns: Map<String>,
        /// The families of the task definitions, by service.
        task_definition_families: Map<String>,
        /// The roles with which ECS starts the tasks, by service.
        execution_role_arns: Map<String>,
        /// The roles with which the code in the tasks speaks to AWS, by service.
        task_role_arns: Map<String>,
    }
}

::terraform::inputs! {
    /// What delivery takes besides, if the pipeline starts jobs.
    pub struct JobInputs => JobVariables {
        /// The cluster's name.
        cluster_name: String,
    }
}

::terraform::outputs! {
    /// What delivery gives to the root module.
    pub struct Outputs => References {
        /// The role that the pipeline assumes.
        role_arn: String,
        /// The role's name.
        role_name: String,
    }
}

::terraform::outputs! {
    /// What delivery gives besides, if Terraform has roles of its own.
    pub struct TerraformOutputs => TerraformReferences {
        /// The role with which Terraform plans.
        plan_role_arn: String,
        /// The role with which Terraform applies what was approved.
        apply_role_arn: String,
    }
}
