-- Labels that owners and the office design: one draft for each product of a business.

CREATE TABLE product_label (
    regency {key} NOT NULL,
    business_id {uuid} NOT NULL,
    product {key} NOT NULL,
    -- What was filled in, as JSON.
    draft TEXT NOT NULL,
    account_id {uuid},
    changed_at {int} NOT NULL,
    PRIMARY KEY (regency, business_id, product)
) {clustered};
